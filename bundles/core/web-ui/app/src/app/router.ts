// SPDX-License-Identifier: Apache-2.0
import { useMemo, useSyncExternalStore } from "react";
import { baseOf, readRoute, type Route } from "./routes";

/** Where the app's pages live: `/` or the route prefix, with a slash at the end. */
export const base = baseOf(window.location.pathname);

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

function address(): string {
  return `${window.location.pathname}${window.location.search}`;
}

/** The page that the address asks for; follows links, the back button and {@link go}. */
export function useRoute(): Route {
  const current = useSyncExternalStore(subscribe, address);
  return useMemo(() => {
    const url = new URL(current, window.location.origin);
    return readRoute(base, url.pathname, url.search);
  }, [current]);
}

/**
 * Changes the address.
 *
 * @param to page and query part below the base, such as `targets?health=down`
 * @param how `push` makes a step for the back button, `replace` does not
 */
export function go(to: string, how: "push" | "replace" = "push"): void {
  const url = base + to;
  if (url === address()) {
    return;
  }
  if (how === "push") {
    window.history.pushState(null, "", url);
  } else {
    window.history.replaceState(null, "", url);
  }
  listeners.forEach((listener) => listener());
}

/** The query part for the given parameters, with its question mark; parameters that are empty are left out. */
export function searchOf(params: Readonly<Record<string, string>>): string {
  const form = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== ""));
  const text = form.toString();
  return text === "" ? "" : `?${text}`;
}
