// SPDX-License-Identifier: Apache-2.0
import { useState, type MouseEvent, type ReactElement } from "react";
import type { LegendNames } from "../format/series";
import { formatShort, plural } from "../format/value";
import { SeriesName } from "../ui/SeriesName";
import type { LegendAction } from "./graphData";
import { seriesColour } from "./palette";

const FIRST_ROWS = 100;

interface Props {
  readonly legend: LegendNames;
  readonly shown: readonly boolean[];
  /** One value a series: at the pointer, or the last one. */
  readonly values: readonly (number | null)[];
  /** The series that is pointed at, or -1. */
  readonly pointed: number;
  readonly onChoose: (index: number, action: LegendAction) => void;
}

/** Names, colours and values of a graph's series; a click shows and hides them. */
export function Legend({ legend, shown, values, pointed, onChoose }: Props): ReactElement {
  const [all, setAll] = useState(false);
  const { shared, names } = legend;
  const rows = all ? names : names.slice(0, FIRST_ROWS);

  const onClick = (event: MouseEvent, index: number): void =>
    onChoose(index, event.ctrlKey || event.metaKey || event.shiftKey ? "toggle" : "only");

  return (
    <div className="legend">
      {Object.keys(shared).length > 0 && (
        <p className="legend-shared">
          <span className="muted">All: </span>
          <SeriesName labels={shared} />
        </p>
      )}
      <ul>
        {rows.map((name, i) => (
          <li key={name}>
            <button
              type="button"
              className={i === pointed ? "legend-row pointed" : "legend-row"}
              aria-pressed={shown[i] === true}
              onClick={(event) => onClick(event, i)}
            >
              <span className="swatch" style={{ background: seriesColour(i) }} />
              <code>{name}</code>
              <span className="legend-value">{valueText(values[i] ?? null)}</span>
            </button>
          </li>
        ))}
      </ul>
      {rows.length < names.length && (
        <p className="more">
          <button type="button" className="button small" onClick={() => setAll(true)}>
            Show all {plural(names.length, "series", "series")}
          </button>
        </p>
      )}
      {names.length > 1 && (
        <p className="hint">Click: show only this series. Ctrl, ⌘ or Shift and click: show or hide it. Drag: zoom in.</p>
      )}
    </div>
  );
}

function valueText(value: number | null): string {
  return value === null ? "–" : formatShort(value);
}
