// SPDX-License-Identifier: Apache-2.0
import { useState, type ReactElement, type ReactNode } from "react";
import type { Histogram, MatrixItem, QueryData, Sample, VectorItem } from "../api/types";
import { useSettings } from "../app/settings";
import type { Labels } from "../format/series";
import { formatTime } from "../format/time";
import { plural } from "../format/value";
import { SeriesName } from "../ui/SeriesName";

/** More rows are shown only when asked for, since a browser lays out tens of thousands for seconds. */
const FIRST_ROWS = 1000;

/** Values listed of each series of a range vector. */
const FIRST_VALUES = 500;

/** The answer of an instant query as a table. */
export function DataTable({ data }: { readonly data: QueryData }): ReactElement {
  switch (data.resultType) {
    case "vector":
      return <Rows items={data.result} cell={vectorCell} />;
    case "matrix":
      return <Rows items={data.result} cell={(item) => <MatrixCell item={item} />} />;
    case "scalar":
      return <Single kind="scalar" sample={data.result} />;
    case "string":
      return <Single kind="string" sample={data.result} />;
  }
}

function Single({ kind, sample }: { readonly kind: string; readonly sample: Sample }): ReactElement {
  return (
    <table className="data">
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col" className="number">
            Value
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td className="muted">{kind}</td>
          <td className="number">{sample[1]}</td>
        </tr>
      </tbody>
    </table>
  );
}

interface RowsProps<T> {
  readonly items: readonly T[];
  readonly cell: (item: T) => ReactNode;
}

function Rows<T extends { readonly metric: Labels }>({ items, cell }: RowsProps<T>): ReactElement {
  const [all, setAll] = useState(false);
  if (items.length === 0) {
    return <p className="empty">The query has no result.</p>;
  }
  const shown = all ? items : items.slice(0, FIRST_ROWS);
  return (
    <>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col" className="number">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item, i) => (
            // The server orders rows anew at each run, so an index is as good a key as any and much cheaper than a name.
            <tr key={i}>
              <td>
                <SeriesName labels={item.metric} />
              </td>
              <td className="number">{cell(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < items.length && (
        <p className="more">
          The first {plural(shown.length, "series", "series")} of {plural(items.length, "series", "series")}.{" "}
          <button type="button" className="button small" onClick={() => setAll(true)}>
            Show all
          </button>
        </p>
      )}
    </>
  );
}

function vectorCell(item: VectorItem): ReactNode {
  return item.histogram === undefined ? item.value?.[1] : <HistogramValue histogram={item.histogram[1]} />;
}

function MatrixCell({ item }: { readonly item: MatrixItem }): ReactElement {
  const { zone } = useSettings();
  const values = item.values ?? [];
  const histograms = item.histograms ?? [];
  const left = values.length - FIRST_VALUES;
  return (
    <ul className="samples">
      {values.slice(0, FIRST_VALUES).map(([seconds, value]) => (
        <li key={seconds}>
          {value} <span className="muted">@ {formatTime(seconds * 1000, zone)}</span>
        </li>
      ))}
      {left > 0 && <li className="muted">and {plural(left, "more value", "more values")}</li>}
      {histograms.map(([seconds, histogram]) => (
        <li key={`h${seconds}`}>
          <HistogramValue histogram={histogram} /> <span className="muted">@ {formatTime(seconds * 1000, zone)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Brackets by which bounds belong to a bucket, as the API numbers them. */
const BRACKETS: readonly (readonly [string, string])[] = [
  ["(", "]"],
  ["[", ")"],
  ["(", ")"],
  ["[", "]"],
];

function HistogramValue({ histogram }: { readonly histogram: Histogram }): ReactElement {
  const buckets = histogram.buckets ?? [];
  return (
    <details className="histogram">
      <summary>
        count {histogram.count}, sum {histogram.sum}
      </summary>
      <table>
        <tbody>
          {buckets.map(([bounds, from, to, count]) => {
            const [open, close] = BRACKETS[bounds] ?? ["(", ")"];
            return (
              <tr key={from}>
                <td>
                  {open}
                  {from} → {to}
                  {close}
                </td>
                <td className="number">{count}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
