// SPDX-License-Identifier: Apache-2.0
import type { Health, Target } from "../api/types";
import { holds, wordsOf } from "../ui/filter";

/** The targets of one scrape configuration. */
export interface Pool {
  readonly name: string;
  /** Of all its targets, whatever the filter. */
  readonly total: number;
  readonly up: number;
  readonly down: number;
  /** Those that passed the filter. */
  readonly targets: readonly Target[];
}

export interface TargetFilter {
  readonly text: string;
  readonly health: Health | "";
  readonly pool: string;
}

/**
 * Groups targets by scrape pool, both sorted by name. A pool without a target that passes the filter is left out; the
 * counts are always those of the whole pool.
 */
export function toPools(targets: readonly Target[], filter: TargetFilter): Pool[] {
  const words = wordsOf(filter.text);
  const pools = new Map<string, Target[]>();
  for (const target of targets) {
    const pool = pools.get(target.scrapePool);
    if (pool === undefined) {
      pools.set(target.scrapePool, [target]);
    } else {
      pool.push(target);
    }
  }
  return [...pools]
    .filter(([name]) => filter.pool === "" || filter.pool === name)
    .map(([name, all]) => ({
      name,
      total: all.length,
      up: count(all, "up"),
      down: count(all, "down"),
      targets: all
        .filter((t) => (filter.health === "" || t.health === filter.health) && holds(searchable(t), words))
        .sort((a, b) => compare(a.scrapeUrl, b.scrapeUrl)),
    }))
    .filter((pool) => pool.targets.length > 0)
    .sort((a, b) => compare(a.name, b.name));
}

/** How many targets have a health. */
export function count(targets: readonly Target[], health: Health): number {
  return targets.reduce((sum, target) => sum + (target.health === health ? 1 : 0), 0);
}

/** All that the text filter looks at; labels as they are written in a query, so that `job="node"` finds. */
function searchable(target: Target): string {
  const labels = Object.entries(target.labels).map(([name, value]) => `${name}="${value}"`);
  return [target.scrapeUrl, target.lastError, ...labels].join("\n");
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** When a target was scraped, in milliseconds since 1970, or null before its first scrape (the year 1). */
export function lastScrapeMs(target: Target): number | null {
  const ms = Date.parse(target.lastScrape);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}

/** True for addresses that a browser can follow; in-process exporters have others. */
export function isLink(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
