// SPDX-License-Identifier: Apache-2.0
import type { Labels } from "../format/series";

/** Seconds since 1970 and the value in text, as the API writes a sample. */
export type Sample = readonly [number, string];

/** A bucket of a native histogram: which bounds belong to it (0 upper, 1 lower, 2 neither, 3 both), the bounds, the count. */
export type Bucket = readonly [number, string, string, string];

export interface Histogram {
  readonly count: string;
  readonly sum: string;
  readonly buckets?: readonly Bucket[];
}

export type HistogramSample = readonly [number, Histogram];

export interface VectorItem {
  readonly metric: Labels;
  readonly value?: Sample;
  readonly histogram?: HistogramSample;
}

export interface MatrixItem {
  readonly metric: Labels;
  readonly values?: readonly Sample[];
  readonly histograms?: readonly HistogramSample[];
}

/** The `data` of `query` and `query_range`. */
export type QueryData =
  | { readonly resultType: "vector"; readonly result: readonly VectorItem[] }
  | { readonly resultType: "matrix"; readonly result: readonly MatrixItem[] }
  | { readonly resultType: "scalar"; readonly result: Sample }
  | { readonly resultType: "string"; readonly result: Sample };

export type Health = "up" | "down" | "unknown";

export interface Target {
  readonly discoveredLabels: Labels;
  readonly labels: Labels;
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly globalUrl?: string;
  readonly lastError: string;
  /** RFC 3339; the year 1 when there was no scrape yet. */
  readonly lastScrape: string;
  /** Seconds. */
  readonly lastScrapeDuration: number;
  readonly health: Health;
  readonly scrapeInterval?: string;
  readonly scrapeTimeout?: string;
  /** The last scrapes that failed, the latest first. */
  readonly failures?: readonly ScrapeFailure[];
}

export interface ScrapeFailure {
  /** RFC 3339. */
  readonly time: string;
  /** How far the scrape came: `connect`, `parse` and so on. */
  readonly phase: string;
  readonly error: string;
}

/** A target that relabelling dropped. */
export interface DroppedTarget {
  readonly discoveredLabels: Labels;
  readonly scrapePool: string;
  /** Which entry of `relabel_configs` dropped it, from 0. */
  readonly droppedByRule?: number;
}

/** One element of the `data.steps` of `targets/relabel_steps`. */
export interface RelabelStep {
  readonly rule: Readonly<Record<string, unknown>>;
  readonly output: Labels;
  readonly keep: boolean;
}

/** The `data` of `targets`. */
export interface Targets {
  readonly activeTargets: readonly Target[];
  readonly droppedTargets?: readonly DroppedTarget[];
  readonly droppedTargetCounts?: Readonly<Record<string, number>>;
}

export type PluginState = "active" | "waiting" | "refused" | "quarantined" | "stopping";

/** One element of the `data` of `plugins`. */
export interface Plugin {
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  readonly version: string;
  readonly bundle: string;
  readonly state: PluginState;
  /** A sentence, or empty. */
  readonly reason: string;
  /** RFC 3339: when the plug-in came into this state. */
  readonly since: string;
  readonly failures: number;
}
