// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import type { Fault } from "./PromqlEditor";

const PromqlEditor = lazy(() => import("./PromqlEditor"));

const PLACEHOLDER = "Expression (Enter runs it, Shift+Enter breaks the line)";

interface Props {
  readonly value: string;
  readonly fault: Fault | null;
  readonly autoFocus: boolean;
  readonly onChange: (text: string) => void;
  readonly onRun: (text: string) => void;
}

/** The expression field: a plain text area at once, the editor as soon as it is loaded. */
export function ExpressionInput(props: Props): ReactElement {
  return (
    <div className="expression">
      <ErrorBoundary what="The editor">
        <Suspense fallback={<PlainInput {...props} />}>
          <PromqlEditor {...props} placeholder={PLACEHOLDER} />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

function PlainInput({ value, autoFocus, onChange, onRun }: Props): ReactElement {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (autoFocus) {
      area.current?.focus();
    }
  }, [autoFocus]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onRun(value);
    }
  };
  return (
    <textarea
      ref={area}
      className="plain-input"
      aria-label="PromQL expression"
      placeholder={PLACEHOLDER}
      rows={value.split("\n").length}
      value={value}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
