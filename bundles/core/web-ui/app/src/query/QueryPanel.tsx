// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactElement } from "react";
import { formatDuration, formatElapsed } from "../format/duration";
import { plural } from "../format/value";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { Segmented } from "../ui/Segmented";
import { Tabs } from "../ui/Tabs";
import { DataTable } from "./DataTable";
import { locate } from "./errorPosition";
import { Explain } from "./Explain";
import { ExpressionInput } from "./ExpressionInput";
import { readHistory, remember } from "./history";
import { Annotations, QueryError } from "./Messages";
import { MetricPicker } from "./MetricPicker";
import type { Panel, PanelState, Tab } from "./panelState";
import { RangeInput } from "./RangeInput";
import { ResolutionInput } from "./ResolutionInput";
import { TimeInput } from "./TimeInput";
import { useQuery, type Answer } from "./useQuery";

const Graph = lazy(() => import("./Graph"));

interface Props {
  readonly panel: Panel;
  readonly autoFocus: boolean;
  readonly removable: boolean;
  /** What of the panel's state is to be changed; a `step` can be undone by the back button. */
  readonly onChange: (id: number, change: Partial<PanelState>, step: boolean) => void;
  readonly onRemove: (id: number) => void;
}

/** One expression with its table or graph. */
export function QueryPanel({ panel, autoFocus, removable, onChange, onRemove }: Props): ReactElement {
  const { id } = panel;
  const [draft, setDraft] = useState(panel.expr);
  const [run, setRun] = useState(0);
  const state = useQuery(panel, run);
  // The back button changes the expression from outside.
  useEffect(() => setDraft(panel.expr), [panel.expr]);

  const change = useCallback(
    (patch: Partial<PanelState>, step = false) => onChange(id, patch, step),
    [id, onChange],
  );
  const execute = (text: string): void => {
    remember(text);
    setDraft(text);
    if (text !== panel.expr) {
      change({ expr: text }, true);
    }
    setRun((before) => before + 1);
  };
  const zoom = useCallback(
    (startMs: number, endMs: number) => change({ rangeMs: Math.max(1000, endMs - startMs), endMs }, true),
    [change],
  );
  const fault = useMemo(() => {
    const { error, errorExpr } = state;
    const { offset, text } = locate(error?.message ?? "", errorExpr);
    return offset === null ? null : { offset, message: text, expr: errorExpr };
  }, [state]);

  return (
    <section className="panel" aria-label={panel.expr === "" ? "New query" : `Query ${panel.expr}`}>
      <div className="panel-query">
        <ExpressionInput value={draft} fault={fault} autoFocus={autoFocus} onChange={setDraft} onRun={execute} />
        <div className="panel-actions">
          <MetricPicker onChoose={(metric) => setDraft((text) => (text.trim() === "" ? metric : `${text} ${metric}`))} />
          <Menu label="Earlier queries" empty="No query was run yet." items={readHistory} onChoose={setDraft}>
            <Icon name="history" />
          </Menu>
          {removable && (
            <button
              type="button"
              className="button ghost"
              aria-label="Remove this query"
              title="Remove this query"
              onClick={() => onRemove(id)}
            >
              <Icon name="close" />
            </button>
          )}
          <button type="button" className="button primary" onClick={() => execute(draft)}>
            Execute
          </button>
        </div>
      </div>
      <div className="panel-view">
        <p className="stats" aria-live="polite">
          {statsOf(state.loading, state.answer)}
        </p>
        <Tabs<Tab>
          name="View"
          id={`panel-${id}`}
          value={panel.tab}
          tabs={[
            { value: "table", label: <TabLabel icon="table">Table</TabLabel> },
            { value: "graph", label: <TabLabel icon="graph">Graph</TabLabel> },
          ]}
          onChange={(tab) => change({ tab })}
        >
          <div className="controls">
            <Controls panel={panel} onChange={change} />
          </div>
          <div className={state.loading ? "result busy" : "result"} aria-busy={state.loading}>
            {state.error !== null && <QueryError error={state.error} expr={state.errorExpr} />}
            {state.answer !== null && (
              <Annotations warnings={state.answer.warnings} infos={state.answer.infos} expr={state.answer.expr} />
            )}
            <Result panel={panel} answer={state.answer} idle={!state.loading && state.error === null} onZoom={zoom} />
            {state.answer !== null && <Explain expr={state.answer.expr} window={state.answer.window} />}
          </div>
        </Tabs>
      </div>
    </section>
  );
}

function TabLabel({ icon, children }: { readonly icon: "table" | "graph"; readonly children: string }): ReactElement {
  return (
    <>
      <Icon name={icon} />
      {children}
    </>
  );
}

function statsOf(loading: boolean, answer: Answer | null): string {
  if (loading) {
    return "Running…";
  }
  if (answer === null) {
    return "";
  }
  const { data, window, elapsedMs } = answer;
  const count = data.resultType === "vector" || data.resultType === "matrix" ? data.result.length : 1;
  const step = window === null ? "" : ` · step ${formatDuration(window.stepMs)}`;
  return `${plural(count, "series", "series")} · ${formatElapsed(elapsedMs)}${step}`;
}

interface ControlsProps {
  readonly panel: Panel;
  readonly onChange: (change: Partial<PanelState>, step?: boolean) => void;
}

function Controls({ panel, onChange }: ControlsProps): ReactElement {
  const { rangeMs, endMs, resolution, display, yMin } = panel;
  const end = (
    <TimeInput
      name={panel.tab === "graph" ? "End time" : "Evaluation time"}
      value={endMs}
      strideMs={Math.max(1000, rangeMs / 2)}
      onChange={(ms) => onChange({ endMs: ms })}
    />
  );
  if (panel.tab === "table") {
    return end;
  }
  return (
    <>
      <RangeInput rangeMs={rangeMs} onChange={(ms) => onChange({ rangeMs: ms })} />
      {end}
      <ResolutionInput resolution={resolution} rangeMs={rangeMs} onChange={(next) => onChange({ resolution: next })} />
      <Segmented
        name="Display"
        value={display}
        choices={[
          { value: "lines", label: "Lines" },
          { value: "stacked", label: "Stacked" },
        ]}
        onChange={(next) => onChange({ display: next })}
      />
      <button
        type="button"
        className="button toggle"
        aria-pressed={yMin !== null}
        title={yMin === null ? "Start the value axis at zero" : "Fit the value axis to the data"}
        onClick={() => onChange({ yMin: yMin === null ? 0 : null })}
      >
        From {yMin ?? 0}
      </button>
    </>
  );
}

interface ResultProps {
  readonly panel: Panel;
  readonly answer: Answer | null;
  readonly idle: boolean;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

function Result({ panel, answer, idle, onZoom }: ResultProps): ReactElement | null {
  if (answer === null) {
    return idle ? <p className="empty">Write an expression and execute it.</p> : null;
  }
  if (answer.window === null) {
    return <DataTable data={answer.data} />;
  }
  if (answer.data.resultType !== "matrix") {
    return <p className="empty">The server answered a {answer.data.resultType}, which has no graph.</p>;
  }
  return (
    <ErrorBoundary what="The graph">
      <Suspense fallback={<p className="loading">Loading…</p>}>
        <Graph
          series={answer.data.result}
          window={answer.window}
          display={panel.display}
          yMin={panel.yMin}
          onZoom={onZoom}
        />
      </Suspense>
    </ErrorBoundary>
  );
}
