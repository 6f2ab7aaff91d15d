// SPDX-License-Identifier: Apache-2.0
import type { Density, Resolution } from "./panelState";

/** About how many points a graph gets by density. */
const POINTS: Readonly<Record<Density, number>> = { low: 100, medium: 250, high: 750 };

/** Prometheus refuses a range query with more points than this in a series. */
export const MOST_POINTS = 11_000;

/** Ranges that the plus and minus buttons step through. */
export const RANGES_MS: readonly number[] = [
  1_000, 10_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
  2 * 86_400_000, 7 * 86_400_000, 14 * 86_400_000, 28 * 86_400_000, 56 * 86_400_000, 112 * 86_400_000,
  182 * 86_400_000, 365 * 86_400_000, 730 * 86_400_000,
];

/** Steps offered by name. */
export const FIXED_STEPS_MS: readonly number[] = [
  1_000, 5_000, 10_000, 15_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000,
];

/** Milliseconds between two points: whole seconds and at least one of them when chosen by density. */
export function stepFor(resolution: Resolution, rangeMs: number): number {
  if (resolution.type === "auto") {
    return Math.max(1_000, Math.floor(rangeMs / POINTS[resolution.density] / 1_000) * 1_000);
  }
  return resolution.stepMs;
}

/** True when the server would refuse so many points; the remedy is a longer step or a shorter range. */
export function tooManyPoints(rangeMs: number, stepMs: number): boolean {
  return rangeMs / stepMs > MOST_POINTS;
}

/** The next longer range of the list, or the same when there is none. */
export function longerRange(rangeMs: number): number {
  return RANGES_MS.find((r) => r > rangeMs) ?? rangeMs;
}

/** The next shorter range of the list, or the same when there is none. */
export function shorterRange(rangeMs: number): number {
  return RANGES_MS.findLast((r) => r < rangeMs) ?? rangeMs;
}
