// SPDX-License-Identifier: Apache-2.0
import type { MatrixItem } from "../api/types";
import type { Labels } from "../format/series";
import { parseSample } from "../format/value";
import type { Window } from "./useQuery";

/** One value a step, null where there is none. */
export type Column = readonly (number | null)[];

/** The series of a graph over one common time axis. */
export interface GraphData {
  /** Seconds since 1970, one a step. */
  readonly times: readonly number[];
  readonly columns: readonly Column[];
  readonly labels: readonly Labels[];
  /** Series with native histograms only, which lines cannot show. */
  readonly histograms: number;
}

/** Puts the answer of a range query on the steps that were asked for; missing steps become gaps. */
export function toGraphData(series: readonly MatrixItem[], window: Window): GraphData {
  const count = Math.floor((window.endMs - window.startMs) / window.stepMs) + 1;
  const times = Array.from({ length: count }, (_, i) => (window.startMs + i * window.stepMs) / 1000);
  const drawn = series.filter((item) => (item.values?.length ?? 0) > 0);
  const columns = drawn.map((item) => {
    const column: (number | null)[] = new Array<number | null>(count).fill(null);
    for (const [seconds, text] of item.values ?? []) {
      const index = Math.round((seconds * 1000 - window.startMs) / window.stepMs);
      const value = parseSample(text);
      if (index >= 0 && index < count && Number.isFinite(value)) {
        column[index] = value;
      }
    }
    return column;
  });
  return { times, columns, labels: drawn.map((item) => item.metric), histograms: series.length - drawn.length };
}

/**
 * Sums the shown columns upwards, the first at the bottom. Hidden columns come back as they are. Where a column has a
 * gap its sum has one too, and those above stand on what is there.
 */
export function stack(columns: readonly Column[], shown: readonly boolean[]): Column[] {
  const sums: number[] = [];
  return columns.map((column, c) => {
    if (shown[c] !== true) {
      return column;
    }
    return column.map((value, i) => {
      if (value === null) {
        return null;
      }
      const sum = (sums[i] ?? 0) + value;
      sums[i] = sum;
      return sum;
    });
  });
}

/** Where a column has a value between two gaps: a line cannot show it, so it is drawn as a point. */
export function lonePoints(column: Column): number[] {
  const points: number[] = [];
  column.forEach((value, i) => {
    if (value !== null && (column[i - 1] ?? null) === null && (column[i + 1] ?? null) === null) {
      points.push(i);
    }
  });
  return points;
}

/**
 * The shown series whose drawn line is nearest to a height.
 *
 * @returns its index, or -1 when no shown series has a value at this step
 */
export function nearest(drawn: readonly Column[], shown: readonly boolean[], step: number, height: number): number {
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  drawn.forEach((column, c) => {
    const value = column[step] ?? null;
    if (shown[c] !== true || value === null) {
      return;
    }
    const distance = Math.abs(value - height);
    if (distance < bestDistance) {
      best = c;
      bestDistance = distance;
    }
  });
  return best;
}

/**
 * The shown series whose area lies at a height of a stack of sums.
 *
 * @returns its index; the top one above all areas; -1 when no shown series has a value at this step
 */
export function areaAt(sums: readonly Column[], shown: readonly boolean[], step: number, height: number): number {
  let top = -1;
  for (let c = 0; c < sums.length; c++) {
    const sum = sums[c]?.[step] ?? null;
    if (shown[c] !== true || sum === null) {
      continue;
    }
    top = c;
    if (height <= sum) {
      break;
    }
  }
  return top;
}

/** The last value of a column, or null when it is empty. */
export function lastValue(column: Column): number | null {
  return column.findLast((value) => value !== null) ?? null;
}

/** What a click on a legend entry does. */
export type LegendAction = "only" | "toggle";

/**
 * Shows and hides series. `only` shows one series alone, or all again when it was alone; `toggle` shows or hides one.
 * The last shown series cannot be hidden by `toggle`: it brings all back instead of leaving an empty graph.
 */
export function chooseShown(shown: readonly boolean[], index: number, action: LegendAction): boolean[] {
  const alone = shown.every((on, i) => on === (i === index));
  if (alone) {
    return shown.map(() => true);
  }
  return action === "only" ? shown.map((_, i) => i === index) : shown.map((on, i) => (i === index ? !on : on));
}
