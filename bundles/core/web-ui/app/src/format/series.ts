// SPDX-License-Identifier: Apache-2.0

/** The labels of a series as the API gives them, the metric name under `__name__`. */
export type Labels = Readonly<Record<string, string>>;

export interface LabelPair {
  readonly name: string;
  readonly value: string;
}

const PLAIN_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const PLAIN_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** All labels but the metric name, sorted by name. */
export function labelPairs(labels: Labels): LabelPair[] {
  return Object.keys(labels)
    .filter((name) => name !== "__name__")
    .sort()
    .map((name) => ({ name, value: labels[name] ?? "" }));
}

/** Quotes a label value (or a name outside the plain alphabet) as PromQL does. */
export function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** A label name as it stands in a selector: quoted when it is outside the plain alphabet. */
export function labelName(name: string): string {
  return PLAIN_LABEL.test(name) ? name : quote(name);
}

/** True when a metric name may stand before the braces; otherwise it goes inside them, quoted. */
export function isPlainMetric(name: string): boolean {
  return PLAIN_METRIC.test(name);
}

/** The series as a PromQL selector: `up{instance="a:9100", job="node"}`; `{}` for a series without labels. */
export function formatSeries(labels: Labels): string {
  return selector(labels["__name__"], labelPairs(labels));
}

function selector(metric: string | undefined, pairs: readonly LabelPair[]): string {
  const inside = pairs.map(({ name, value }) => `${labelName(name)}=${quote(value)}`);
  if (metric !== undefined && !isPlainMetric(metric)) {
    inside.unshift(quote(metric));
  }
  const outside = metric !== undefined && isPlainMetric(metric) ? metric : "";
  return inside.length === 0 ? outside || "{}" : `${outside}{${inside.join(", ")}}`;
}

/** How a legend names many series without repeating what all of them share. */
export interface LegendNames {
  /** Name and labels that every series has with the same value; empty when there is only one series. */
  readonly shared: Labels;
  /** One name a series, in the given order: what tells it from the others. */
  readonly names: readonly string[];
}

/**
 * Names the series of one graph. Labels that all series share are told once; each series is named by the rest. A
 * single series, or one that would be left without a name, keeps its full one.
 */
export function legendNames(series: readonly Labels[]): LegendNames {
  const first = series[0];
  if (first === undefined || series.length === 1) {
    return { shared: {}, names: series.map(formatSeries) };
  }
  const shared: Record<string, string> = {};
  for (const [name, value] of Object.entries(first)) {
    if (series.every((labels) => labels[name] === value)) {
      shared[name] = value;
    }
  }
  const names = series.map((labels) => {
    const own: Record<string, string> = {};
    for (const [name, value] of Object.entries(labels)) {
      if (shared[name] === undefined) {
        own[name] = value;
      }
    }
    return Object.keys(own).length === 0 ? formatSeries(labels) : formatSeries(own);
  });
  return { shared, names };
}
