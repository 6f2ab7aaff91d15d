// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { MatrixItem } from "../api/types";
import { useSettings } from "../app/settings";
import { formatSeries, legendNames, type Labels } from "../format/series";
import { formatTime, zoneName } from "../format/time";
import { formatExact, plural } from "../format/value";
import { Notice } from "../ui/Notice";
import { drawChart, type ChartPoint } from "./chart";
import { chooseShown, lastValue, stack, toGraphData, type GraphData, type LegendAction } from "./graphData";
import { Legend } from "./Legend";
import { seriesColour } from "./palette";
import type { DisplayMode } from "./panelState";
import type { Window } from "./useQuery";

interface Props {
  readonly series: readonly MatrixItem[];
  readonly window: Window;
  readonly display: DisplayMode;
  readonly yMin: number | null;
  /** A stretch of time was marked; milliseconds since 1970. */
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** A pointed-at point and where it is, in pixels of the chart. */
interface Hover extends ChartPoint {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** The answer of a range query as lines or stacked areas, with legend. */
export default function Graph({ series, window: asked, display, yMin, onZoom }: Props): ReactElement {
  const data = useMemo(() => toGraphData(series, asked), [series, asked]);
  const legend = useMemo(() => legendNames(data.labels), [data]);
  const keys = useMemo(() => data.labels.map(formatSeries), [data]);
  // By name, so that a refreshed graph keeps what was hidden.
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => {
    const on = keys.map((key) => !hidden.has(key));
    return on.includes(true) ? on : on.map(() => true);
  }, [keys, hidden]);
  const [point, setPoint] = useState<ChartPoint | null>(null);

  const choose = (index: number, action: LegendAction): void => {
    const next = chooseShown(shown, index, action);
    setHidden(new Set(keys.filter((_, i) => next[i] !== true)));
  };

  if (data.columns.length === 0) {
    return data.histograms > 0 ? (
      <Notice tone="info">
        <p>The result holds native histograms only. The table shows them; a graph needs a number, such as histogram_quantile gives.</p>
      </Notice>
    ) : (
      <p className="empty">The query has no result in this range.</p>
    );
  }
  return (
    <div className="graph">
      {data.histograms > 0 && (
        <Notice tone="info">
          <p>{plural(data.histograms, "series holds", "series hold")} native histograms, which lines cannot show.</p>
        </Notice>
      )}
      <Chart data={data} shown={shown} display={display} yMin={yMin} point={point} onPoint={setPoint} onZoom={onZoom} />
      <Legend
        legend={legend}
        shown={shown}
        values={data.columns.map((column) => (point === null ? lastValue(column) : (column[point.step] ?? null)))}
        pointed={point?.series ?? -1}
        onChoose={choose}
      />
    </div>
  );
}

interface ChartProps {
  readonly data: GraphData;
  readonly shown: readonly boolean[];
  readonly display: DisplayMode;
  readonly yMin: number | null;
  readonly point: ChartPoint | null;
  readonly onPoint: (point: ChartPoint | null) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

function Chart({ data, shown, display, yMin, point, onPoint, onZoom }: ChartProps): ReactElement {
  const { theme, zone } = useSettings();
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const drawn = useMemo(
    () => (display === "stacked" ? stack(data.columns, shown) : data.columns),
    [data, shown, display],
  );

  useEffect(() => {
    const host = element.current;
    if (host === null) {
      return undefined;
    }
    const height = (): number => (globalThis.innerWidth < 640 ? 260 : 380);
    const u = drawChart(
      host,
      height(),
      { times: data.times, drawn, shown, display, yMin, zone, theme },
      { onPoint, onSelect: (from, to) => onZoom(Math.round(from * 1000), Math.round(to * 1000)) },
    );
    chart.current = u;
    onPoint(null);
    const observer = new ResizeObserver(() => {
      if (host.clientWidth !== u.width) {
        u.setSize({ width: host.clientWidth, height: height() });
      }
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      chart.current = null;
      u.destroy();
    };
  }, [data, drawn, shown, display, yMin, zone, theme, onPoint, onZoom]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent): void => {
      const next = movePoint(event.key, point, data.times.length, shown);
      if (next !== undefined) {
        event.preventDefault();
        onPoint(next);
      }
    },
    [point, data, shown, onPoint],
  );

  const from = formatTime((data.times[0] ?? 0) * 1000, zone);
  const to = formatTime((data.times.at(-1) ?? 0) * 1000, zone);
  return (
    <div
      className="chart"
      role="group"
      tabIndex={0}
      aria-label={`Graph of ${plural(data.columns.length, "series", "series")} from ${from} to ${to}; arrow keys read values`}
      onKeyDown={onKeyDown}
      onBlur={() => onPoint(null)}
    >
      <div ref={element} />
      <Tooltip hover={placeOf(chart.current, point, drawn)} data={data} />
    </div>
  );
}

/** Where the arrow keys lead from a point; undefined for keys that are not for the chart. */
function movePoint(
  key: string,
  point: ChartPoint | null,
  steps: number,
  shown: readonly boolean[],
): ChartPoint | null | undefined {
  if (key === "Escape") {
    return point === null ? undefined : null;
  }
  if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(key)) {
    return undefined;
  }
  if (point === null) {
    return { series: shown.indexOf(true), step: steps - 1 };
  }
  const visible = shown.flatMap((on, i) => (on ? [i] : []));
  const at = visible.indexOf(point.series);
  const by = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  return key === "ArrowLeft" || key === "ArrowRight"
    ? { ...point, step: Math.min(steps - 1, Math.max(0, point.step + by)) }
    : { ...point, series: visible[(at + by + visible.length) % visible.length] ?? point.series };
}

function placeOf(
  chart: uPlot | null,
  point: ChartPoint | null,
  drawn: readonly (readonly (number | null)[])[],
): Hover | null {
  if (chart === null || point === null) {
    return null;
  }
  const time = chart.data[0][point.step];
  if (time === undefined) {
    return null;
  }
  const value = drawn[point.series]?.[point.step] ?? null;
  const area = chart.over;
  return {
    ...point,
    left: area.offsetLeft + chart.valToPos(time, "x"),
    top: area.offsetTop + (value === null ? area.clientHeight / 2 : chart.valToPos(value, "y")),
    width: chart.width,
  };
}

interface TooltipProps {
  readonly hover: Hover | null;
  readonly data: GraphData;
}

function Tooltip({ hover, data }: TooltipProps): ReactElement | null {
  const { zone } = useSettings();
  if (hover === null) {
    return null;
  }
  const labels: Labels = data.labels[hover.series] ?? {};
  const value = data.columns[hover.series]?.[hover.step] ?? null;
  const ms = (data.times[hover.step] ?? 0) * 1000;
  const colour = seriesColour(hover.series);
  const right = hover.left > hover.width / 2;
  return (
    <>
      {value !== null && (
        <span className="chart-dot" style={{ left: hover.left, top: hover.top, background: colour }} />
      )}
      <div
        className="tooltip"
        aria-live="polite"
        style={{ top: hover.top, ...(right ? { right: hover.width - hover.left + 14 } : { left: hover.left + 14 }) }}
      >
        <div className="tooltip-time">
          {formatTime(ms, zone)} {zoneName(zone, ms)}
        </div>
        <div className="tooltip-value">
          <span className="swatch" style={{ background: colour }} />
          {value === null ? "no value" : formatExact(value)}
        </div>
        <dl>
          {Object.entries(labels).map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
