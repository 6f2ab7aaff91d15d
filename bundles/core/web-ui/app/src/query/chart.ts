// SPDX-License-Identifier: Apache-2.0
import uPlot from "uplot";
import type { Theme } from "../app/settings";
import { formatAxis, type Zone } from "../format/time";
import { formatTicks } from "../format/value";
import { areaAt, lonePoints, nearest, type Column } from "./graphData";
import { seriesColour } from "./palette";
import type { DisplayMode } from "./panelState";

/** Dimming the other series on hover redraws all of them; beyond this many that would be felt. */
const MOST_DIMMED = 200;

/** What to draw. */
export interface ChartContent {
  /** Seconds since 1970, one a step. */
  readonly times: readonly number[];
  /** The lines as they are drawn: stacked ones are sums already. */
  readonly drawn: readonly Column[];
  readonly shown: readonly boolean[];
  readonly display: DisplayMode;
  readonly yMin: number | null;
  readonly zone: Zone;
  readonly theme: Theme;
}

/** A point of a series that is pointed at. */
export interface ChartPoint {
  readonly series: number;
  readonly step: number;
}

export interface ChartEvents {
  /** The pointer is near a point, or left the chart (null). */
  readonly onPoint: (point: ChartPoint | null) => void;
  /** A stretch of time was marked; seconds since 1970. */
  readonly onSelect: (from: number, to: number) => void;
}

const GROUND: Readonly<Record<Theme, { readonly text: string; readonly grid: string; readonly line: string }>> = {
  light: { text: "#5b616a", grid: "#ebeae6", line: "#cfcdc6" },
  dark: { text: "#a2a8b1", grid: "#2b3037", line: "#454b54" },
};

/** Draws a chart into an element. The caller destroys it and draws a new one when the content changes. */
export function drawChart(element: HTMLElement, height: number, content: ChartContent, events: ChartEvents): uPlot {
  const { times, drawn, shown, display, yMin, zone } = content;
  const ground = GROUND[content.theme];
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 1;
  const axis: uPlot.Axis = {
    stroke: ground.text,
    font: "12px system-ui, sans-serif",
    grid: { stroke: ground.grid, width: 1 },
    ticks: { stroke: ground.line, width: 1, size: 5 },
  };
  let focused = -1;

  const options: uPlot.Options = {
    width: element.clientWidth,
    height,
    padding: [12, 24, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => (zone === "utc" ? uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC") : new Date(seconds * 1000)),
    scales: {
      x: { range: () => (first === last ? [first - 1, last + 1] : [first, last]) },
      y: { range: (_, min, max) => valueRange(min, max, yMin, display) },
    },
    axes: [
      {
        ...axis,
        space: 70,
        size: 44,
        values: (_, ticks, __, ___, spacing) => formatAxis(ticks, spacing, zone),
      },
      {
        ...axis,
        // uPlot names ticks that it then leaves out null.
        values: (_, ticks) => formatTicks(ticks.filter((tick) => tick !== null)),
        size: (_, labels) => 18 + 7.2 * (labels ?? []).reduce((max, label) => Math.max(max, label.length), 2),
      },
    ],
    series: [{}, ...drawn.map((column, c) => line(column, c, shown[c] === true, display))],
    bands: display === "stacked" ? bandsOf(shown) : [],
    focus: { alpha: drawn.length <= MOST_DIMMED ? 0.25 : 1 },
    cursor: {
      points: { show: false },
      y: false,
      focus: { prox: -1 },
      drag: { x: true, y: false, setScale: false },
    },
    hooks: {
      setCursor: [
        (u) => {
          const step = u.cursor.idx ?? -1;
          const top = u.cursor.top ?? -1;
          const find = display === "stacked" ? areaAt : nearest;
          const series = step < 0 || top < 0 ? -1 : find(drawn, shown, step, u.posToVal(top, "y"));
          if (series !== focused) {
            focused = series;
            u.setSeries(series < 0 ? null : series + 1, { focus: true }, false);
          }
          events.onPoint(series < 0 ? null : { series, step });
        },
      ],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          if (width > 4) {
            events.onSelect(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          }
        },
      ],
    },
  };
  return new uPlot(options, [times, ...drawn] as unknown as uPlot.AlignedData, element);
}

function line(column: Column, index: number, show: boolean, display: DisplayMode): uPlot.Series {
  const colour = seriesColour(index);
  const lone = lonePoints(column);
  const stacked = display === "stacked";
  return {
    show,
    stroke: colour,
    width: stacked ? 1 : 1.5,
    spanGaps: false,
    points: { show: lone.length > 0, size: 5, fill: colour, filter: () => lone },
    ...(stacked ? { fill: `${colour}66` } : {}),
  };
}

/** Each stacked series fills down to the shown one below it; the lowest fills down to zero by itself. */
function bandsOf(shown: readonly boolean[]): uPlot.Band[] {
  const bands: uPlot.Band[] = [];
  let below = -1;
  shown.forEach((on, c) => {
    if (!on) {
      return;
    }
    if (below >= 0) {
      bands.push({ series: [c + 1, below + 1], fill: `${seriesColour(c)}66` });
    }
    below = c;
  });
  return bands;
}

function valueRange(
  min: number | null,
  max: number | null,
  yMin: number | null,
  display: DisplayMode,
): uPlot.Range.MinMax {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) {
    return [yMin ?? 0, (yMin ?? 0) + 1];
  }
  const low = display === "stacked" ? Math.min(0, min) : min;
  const [from, to] = uPlot.rangeNum(low, max, 0.08, true);
  const bottom = yMin ?? (low >= 0 && (from ?? 0) < 0 ? 0 : (from ?? 0));
  const top = to ?? 1;
  return [bottom, top > bottom ? top : bottom + 1];
}
