// SPDX-License-Identifier: Apache-2.0

/** Milliseconds of each unit that PromQL durations know, largest first. */
const UNITS: readonly (readonly [string, number])[] = [
  ["y", 365 * 86_400_000],
  ["w", 7 * 86_400_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
];

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/**
 * Reads a Prometheus duration such as `1h30m`; a bare number counts as seconds.
 *
 * @returns milliseconds, or null when the text is no positive duration
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const ms = Math.round(Number(trimmed) * 1000);
    return ms > 0 ? ms : null;
  }
  const match = DURATION.exec(trimmed);
  if (trimmed === "" || match === null) {
    return null;
  }
  let ms = 0;
  UNITS.forEach(([, unitMs], i) => {
    ms += Number(match[i + 1] ?? 0) * unitMs;
  });
  return Number.isSafeInteger(ms) && ms > 0 ? ms : null;
}

/** Writes milliseconds as a Prometheus duration that {@link parseDuration} reads back: `90000` is `1m30s`. */
export function formatDuration(ms: number): string {
  let rest = Math.round(ms);
  if (rest <= 0) {
    return "0s";
  }
  let text = "";
  for (const [unit, unitMs] of UNITS) {
    // Weeks and years are written only when nothing is left over: 8d reads better than 1w1d.
    if ((unit === "y" || unit === "w") && rest % unitMs !== 0) {
      continue;
    }
    const count = Math.floor(rest / unitMs);
    if (count > 0) {
      text += `${count}${unit}`;
      rest -= count * unitMs;
    }
  }
  return text;
}

/** How long something took, for people: `0.4 ms`, `12 ms`, `1.25 s`, `2m 5s`. */
export function formatElapsed(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) {
    return "unknown";
  }
  if (ms < 10) {
    return `${trimZeros(ms.toFixed(1))} ms`;
  }
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < 60_000) {
    return `${trimZeros((ms / 1000).toFixed(2))} s`;
  }
  return spoken(ms);
}

/** How long ago a moment was, for people: `just now`, `12s ago`, `3h 5m ago`. */
export function formatAgo(thenMs: number, nowMs: number): string {
  const ms = nowMs - thenMs;
  if (ms < 1000) {
    return "just now";
  }
  return `${spoken(ms)} ago`;
}

/** A length of time with at most its two largest units: `3h 5m`, `12s`, `4d`. */
export function spoken(ms: number): string {
  let rest = Math.floor(ms / 1000);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86_400],
    ["h", 3_600],
    ["m", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    if (count > 0) {
      parts.push(`${count}${unit}`);
      rest -= count * seconds;
    } else if (parts.length > 0) {
      break;
    }
    if (parts.length === 2) {
      break;
    }
  }
  return parts.length === 0 ? "0s" : parts.join(" ");
}

function trimZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}
