// SPDX-License-Identifier: Apache-2.0

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e24, "Y"],
  [1e21, "Z"],
  [1e18, "E"],
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
];

/** Reads a sample value as the API writes it: a decimal number, `NaN`, `+Inf` or `-Inf`. */
export function parseSample(text: string): number {
  switch (text) {
    case "+Inf":
    case "Inf":
      return Number.POSITIVE_INFINITY;
    case "-Inf":
      return Number.NEGATIVE_INFINITY;
    default:
      return text === "" ? Number.NaN : Number(text);
  }
}

/** A number as short as it can be read, with an SI prefix: `1.5k`, `12.35M`, `250m`. For axes and legends. */
export function formatShort(value: number, digits = 4): string {
  if (Number.isNaN(value)) {
    return "NaN";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "+Inf" : "-Inf";
  }
  if (value === 0) {
    return "0";
  }
  const size = Math.abs(value);
  for (const [unit, prefix] of PREFIXES) {
    // 0.1 to 1 reads better as it is than in thousandths.
    if (size >= unit || (unit === 1 && size >= 0.01)) {
      const scaled = Number((value / unit).toPrecision(digits));
      // Rounding can reach the next prefix: 999,999 is 1M rather than 1000k.
      return Math.abs(scaled) >= 1000 && unit >= 1 && unit < 1e24
        ? formatShort(scaled * unit, digits)
        : `${scaled}${prefix}`;
    }
  }
  return value.toExponential(Math.max(0, digits - 2));
}

/**
 * Labels of a value axis: as {@link formatShort}, with as many digits as tell neighbours apart.
 *
 * @param ticks rising values
 */
export function formatTicks(ticks: readonly number[]): string[] {
  const spacing = Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0));
  const largest = ticks.reduce((max, tick) => Math.max(max, Math.abs(tick)), 0);
  const digits = spacing > 0 && largest > 0 ? Math.ceil(Math.log10(largest / spacing)) + 2 : 4;
  // Adding up steps leaves dust behind (0.30000000000000004), and a dusty zero is a zero.
  return ticks.map((tick) =>
    Math.abs(tick) < spacing / 1e6 ? "0" : formatShort(tick, Math.min(15, Math.max(3, digits))),
  );
}

/** A number with all its digits, grouped by thousands where that helps reading: `1,234,567.89`. */
export function formatExact(value: number): string {
  if (!Number.isFinite(value)) {
    return formatShort(value);
  }
  const text = String(value);
  if (text.includes("e")) {
    return text;
  }
  const [whole = "", fraction] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `1 series`, `2 targets`: a count with its noun. */
export function plural(count: number, one: string, many: string): string {
  return `${formatExact(count)} ${count === 1 ? one : many}`;
}
