// SPDX-License-Identifier: Apache-2.0
import type { ReactElement, ReactNode } from "react";

interface Choice<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
}

interface Props<T extends string> {
  /** What is chosen, for screen readers. */
  readonly name: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
}

/** One of a few choices, all of them in sight. */
export function Segmented<T extends string>({ name, value, choices, onChange }: Props<T>): ReactElement {
  return (
    <div className="segmented" role="group" aria-label={name}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
