// SPDX-License-Identifier: Apache-2.0
import { formatDuration, parseDuration } from "../format/duration";
import { formatTime, parseTime } from "../format/time";
import { NEW_PANEL, type PanelState, type Resolution } from "./panelState";

/**
 * Reads the panels of an address such as `?g0.expr=up&g0.tab=graph&g0.range_input=1h`. The names are those of
 * Prometheus, its older ones included (`tab` by number, `stacked`, `step_input`, `moment_input`), so that links into
 * a Prometheus work here. What cannot be read keeps its default.
 */
export function readPanels(search: string): PanelState[] {
  const params = new URLSearchParams(search);
  const panels: PanelState[] = [];
  for (let i = 0; params.has(`g${i}.expr`); i++) {
    panels.push(readPanel((name) => params.get(`g${i}.${name}`)));
  }
  return panels;
}

function readPanel(param: (name: string) => string | null): PanelState {
  const tab = param("tab");
  const end = param("moment_input") ?? param("end_input");
  const yMin = Number.parseFloat(param("y_axis_min") ?? "");
  return {
    expr: param("expr") ?? "",
    tab: tab === "graph" || tab === "0" ? "graph" : "table",
    rangeMs: parseDuration(param("range_input") ?? "") ?? NEW_PANEL.rangeMs,
    // Addresses are shared between people, so their times are always UTC.
    endMs: end === null ? null : parseTime(end, "utc", 0),
    resolution: readResolution(param),
    display: param("display_mode") === "stacked" || param("stacked") === "1" ? "stacked" : "lines",
    yMin: Number.isFinite(yMin) ? yMin : null,
  };
}

function readResolution(param: (name: string) => string | null): Resolution {
  const type = param("res_type");
  if (type === "auto") {
    const density = param("res_density");
    return density === "low" || density === "medium" || density === "high"
      ? { type, density }
      : NEW_PANEL.resolution;
  }
  const step = Number.parseFloat(param(type === null ? "step_input" : "res_step") ?? "");
  if (!(step > 0) || !Number.isFinite(step)) {
    return NEW_PANEL.resolution;
  }
  return { type: type === "fixed" ? "fixed" : "custom", stepMs: Math.max(1, Math.round(step * 1000)) };
}

/** Writes the panels as the query part of an address, without the question mark; empty for one untouched panel. */
export function writePanels(panels: readonly PanelState[]): string {
  const only = panels[0];
  if (panels.length === 1 && only !== undefined && only.expr === "" && writePanel(only) === writePanel(NEW_PANEL)) {
    return "";
  }
  return panels.map((panel, i) => writePanel(panel, i)).join("&");
}

function writePanel(panel: PanelState, index = 0): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string): void => params.append(`g${index}.${name}`, value);
  put("expr", panel.expr);
  put("tab", panel.tab);
  if (panel.endMs !== null) {
    const end = formatTime(panel.endMs, "utc");
    put("end_input", end);
    put("moment_input", end);
  }
  put("range_input", formatDuration(panel.rangeMs));
  put("res_type", panel.resolution.type);
  if (panel.resolution.type === "auto") {
    put("res_density", panel.resolution.density);
  } else {
    put("res_step", String(panel.resolution.stepMs / 1000));
  }
  put("display_mode", panel.display);
  if (panel.yMin !== null) {
    put("y_axis_min", String(panel.yMin));
  }
  return params.toString();
}
