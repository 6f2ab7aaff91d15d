// SPDX-License-Identifier: Apache-2.0

/** Colours of series that stay apart from each other on white and on dark ground. */
const COLOURS = [
  "#3b82d6",
  "#e5812b",
  "#2fa36b",
  "#d9485f",
  "#8b66d6",
  "#b58a1b",
  "#19a2b8",
  "#d158a4",
  "#7f9a2a",
  "#6472d2",
  "#b0683f",
  "#6d7f92",
] as const;

/** The colour of the series at an index of a graph; they repeat after twelve. */
export function seriesColour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? COLOURS[0];
}
