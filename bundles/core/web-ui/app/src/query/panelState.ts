// SPDX-License-Identifier: Apache-2.0

export type Tab = "table" | "graph";
export type DisplayMode = "lines" | "stacked";
export type Density = "low" | "medium" | "high";

/** How far apart the points of a graph are. `fixed` came from a list, `custom` was typed. */
export type Resolution =
  | { readonly type: "auto"; readonly density: Density }
  | { readonly type: "fixed" | "custom"; readonly stepMs: number };

/** All of a query panel that its address carries. */
export interface PanelState {
  readonly expr: string;
  readonly tab: Tab;
  readonly rangeMs: number;
  /** End of the graph and moment of the table, milliseconds since 1970; null is now. */
  readonly endMs: number | null;
  readonly resolution: Resolution;
  readonly display: DisplayMode;
  /** Lower end of the value axis; null fits it to the data. */
  readonly yMin: number | null;
}

/** A panel on the page; the id only tells panels apart while the page lives. */
export interface Panel extends PanelState {
  readonly id: number;
}

export const NEW_PANEL: PanelState = {
  expr: "",
  tab: "table",
  rangeMs: 3_600_000,
  endMs: null,
  resolution: { type: "auto", density: "medium" },
  display: "lines",
  yMin: null,
};

let lastId = 0;

/** Gives a panel its identity. */
export function toPanel(state: PanelState): Panel {
  lastId += 1;
  return { ...state, id: lastId };
}
