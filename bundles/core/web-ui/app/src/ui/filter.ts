// SPDX-License-Identifier: Apache-2.0

/** The words of a filter: what is searched must hold all of them, whatever the case and order. */
export function wordsOf(filter: string): readonly string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/** True when a text holds all words. */
export function holds(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}
