// SPDX-License-Identifier: Apache-2.0
import type { ReactElement } from "react";

export type BadgeTone = "good" | "bad" | "warn" | "quiet";

/** A state in one word; the dot repeats it in colour, the word tells it without. */
export function Badge({ tone, children }: { readonly tone: BadgeTone; readonly children: string }): ReactElement {
  return <span className={`badge ${tone}`}>{children}</span>;
}
