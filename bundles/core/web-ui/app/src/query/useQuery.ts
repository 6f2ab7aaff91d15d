// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";
import { ApiError, isAbort, messageOf } from "../api/client";
import type { QueryData } from "../api/types";
import { api } from "../app/api";
import type { PanelState } from "./panelState";
import { stepFor } from "./resolution";

/** The window of a range query, in milliseconds since 1970. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** A query that was answered. */
export interface Answer {
  readonly expr: string;
  /** The window that was asked for; null for an instant query. */
  readonly window: Window | null;
  readonly data: QueryData;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** Milliseconds from asking to having read the answer. */
  readonly elapsedMs: number;
}

export interface QueryState {
  readonly loading: boolean;
  /** The last answer of the shown tab; stays in sight while the next query runs. */
  readonly answer: Answer | null;
  readonly error: ApiError | null;
  /** The expression that the error speaks of. */
  readonly errorExpr: string;
}

const IDLE: QueryState = { loading: false, answer: null, error: null, errorExpr: "" };

/**
 * Runs the panel's query whenever what it asks for changes.
 *
 * @param run raised to run the same query again
 */
export function useQuery(panel: PanelState, run: number): QueryState {
  const [state, setState] = useState<QueryState>(IDLE);
  const { expr, tab, rangeMs, endMs } = panel;
  const stepMs = stepFor(panel.resolution, rangeMs);
  // A table does not depend on range and step, so changing them must not run its query again.
  const graph = tab === "graph";
  const usedRange = graph ? rangeMs : 0;
  const usedStep = graph ? stepMs : 0;

  useEffect(() => {
    if (expr.trim() === "") {
      setState(IDLE);
      return undefined;
    }
    const abort = new AbortController();
    // Whole seconds keep the steps, and the times that are read off the graph, free of milliseconds.
    const end = endMs ?? Math.floor(Date.now() / 1000) * 1000;
    const window = graph ? { startMs: end - usedRange, endMs: end, stepMs: usedStep } : null;
    setState((before) => ({
      ...before,
      loading: true,
      answer: (before.answer?.window !== null) === graph ? before.answer : null,
    }));

    const ask = async (): Promise<void> => {
      const since = performance.now();
      try {
        const result =
          window === null
            ? await api.get<QueryData>(
                "query",
                { query: expr, time: endMs === null ? undefined : endMs / 1000 },
                abort.signal,
              )
            : await api.get<QueryData>(
                "query_range",
                { query: expr, start: window.startMs / 1000, end: window.endMs / 1000, step: window.stepMs / 1000 },
                abort.signal,
              );
        const elapsedMs = performance.now() - since;
        setState({ loading: false, answer: { expr, window, ...result, elapsedMs }, error: null, errorExpr: "" });
      } catch (cause) {
        if (isAbort(cause)) {
          return;
        }
        const error = cause instanceof ApiError ? cause : new ApiError("format", messageOf(cause), 0);
        setState({ loading: false, answer: null, error, errorExpr: expr });
      }
    };
    void ask();
    return () => abort.abort();
  }, [expr, graph, usedRange, usedStep, endMs, run]);

  return state;
}
