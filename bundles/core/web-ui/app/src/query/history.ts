// SPDX-License-Identifier: Apache-2.0
import { store, stored } from "../app/settings";

const KEY = "narthex.history";
const LONGEST = 50;

/** The expressions that were executed in this browser, the latest first. */
export function readHistory(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(stored(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((item): item is string => typeof item === "string") : [];
  } catch {
    return [];
  }
}

/** Puts an expression in front; an older run of the same one goes away. */
export function withExpression(history: readonly string[], expr: string): readonly string[] {
  const trimmed = expr.trim();
  return trimmed === "" ? history : [trimmed, ...history.filter((item) => item !== trimmed)].slice(0, LONGEST);
}

/** Keeps an executed expression. */
export function remember(expr: string): void {
  store(KEY, JSON.stringify(withExpression(readHistory(), expr)));
}
