// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "./Icon";

type State = "ready" | "copied" | "failed";

const WORDS: Readonly<Record<State, string>> = { ready: "Copy", copied: "Copied", failed: "Select and copy by hand" };

/** Puts a text on the clipboard and says whether that worked: browsers forbid it to pages without TLS. */
export function CopyButton({ text }: { readonly text: string }): ReactElement {
  const [state, setState] = useState<State>("ready");
  useEffect(() => {
    if (state === "ready") {
      return undefined;
    }
    const timer = window.setTimeout(() => setState("ready"), 2000);
    return () => window.clearTimeout(timer);
  }, [state]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  return (
    <button type="button" className="button small" onClick={() => void copy()}>
      <Icon name={state === "copied" ? "check" : "copy"} />
      <span aria-live="polite">{WORDS[state]}</span>
    </button>
  );
}
