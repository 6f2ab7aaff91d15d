// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type KeyboardEvent, type ReactElement } from "react";

interface Props {
  readonly name: string;
  /** The text in force. */
  readonly value: string;
  readonly placeholder?: string;
  readonly className?: string;
  /** What is wrong with a text, or null when it can be taken. */
  readonly check: (text: string) => string | null;
  /** Called with a text that passed the check, on Enter and when the field is left. */
  readonly onCommit: (text: string) => void;
}

/** A text that counts when it is finished; a wrong one is marked, explained and changes nothing. */
export function TextField({ name, value, placeholder, className, check, onCommit }: Props): ReactElement {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const problem = draft === value ? null : check(draft);

  const commit = (): void => {
    if (draft !== value && problem === null) {
      onCommit(draft);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") {
      commit();
    } else if (event.key === "Escape") {
      setDraft(value);
    }
  };
  return (
    <span className={`field ${className ?? ""}`}>
      <input
        type="text"
        aria-label={name}
        aria-invalid={problem !== null}
        title={problem ?? name}
        value={draft}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={commit}
      />
      {problem !== null && (
        <span className="field-problem" role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
