// SPDX-License-Identifier: Apache-2.0

let last = "";

/** Keeps the query part of the query page's address, so that coming back from another page finds it as it was. */
export function rememberSearch(search: string): void {
  last = search;
}

/** The query page's last query part, with its question mark, or empty. */
export function lastSearch(): string {
  return last;
}
