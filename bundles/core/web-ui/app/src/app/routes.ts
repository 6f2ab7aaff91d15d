// SPDX-License-Identifier: Apache-2.0

export type Page = "query" | "targets" | "plugins" | "status";

export const PAGES: readonly { readonly page: Page; readonly title: string }[] = [
  { page: "query", title: "Query" },
  { page: "targets", title: "Targets" },
  { page: "plugins", title: "Plug-ins" },
  { page: "status", title: "Status" },
];

/** Where the app is: a page and the query part of its address, with its question mark or empty. */
export interface Route {
  readonly page: Page | "unknown";
  readonly search: string;
  /** The address, below the base, that this page should have instead of the given one; null when it has it. */
  readonly moved: string | null;
}

/** Old addresses, and those of a Prometheus, with the page that answers them here. */
const ALIASES: Readonly<Record<string, string>> = {
  "": "query",
  graph: "query",
  config: "status?tab=config",
  flags: "status?tab=flags",
};

/**
 * The folder that the pages live in, which is `/` or the route prefix. Every page is directly in it, so the folder of
 * the address that the app was opened with is the base.
 */
export function baseOf(pathname: string): string {
  return pathname.slice(0, pathname.lastIndexOf("/") + 1);
}

/** Reads an address. */
export function readRoute(base: string, pathname: string, search: string): Route {
  const name = pathname.startsWith(base) ? pathname.slice(base.length) : pathname;
  const known = PAGES.find(({ page }) => page === name);
  if (known !== undefined) {
    return { page: known.page, search, moved: null };
  }
  const alias = ALIASES[name];
  if (alias === undefined) {
    return { page: "unknown", search, moved: null };
  }
  const [page = "query", own] = alias.split("?");
  const query = own === undefined ? search : `?${own}`;
  return { page: page as Page, search: query, moved: `${page}${query}` };
}
