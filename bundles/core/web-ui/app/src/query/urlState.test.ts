// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { NEW_PANEL, type PanelState } from "./panelState";
import { readPanels, writePanels } from "./urlState";

describe("readPanels", () => {
  it("reads a link of a Prometheus 3", () => {
    expect(
      readPanels(
        "?g0.expr=rate(http_requests_total%5B5m%5D)&g0.show_tree=0&g0.tab=graph&g0.end_input=2026-03-01+12%3A00%3A00" +
          "&g0.moment_input=2026-03-01+12%3A00%3A00&g0.range_input=2h&g0.res_type=fixed&g0.res_step=15" +
          "&g0.display_mode=stacked&g0.y_axis_min=0&g0.show_exemplars=0&g1.expr=up&g1.tab=table",
      ),
    ).toEqual([
      {
        expr: "rate(http_requests_total[5m])",
        tab: "graph",
        rangeMs: 7_200_000,
        endMs: Date.UTC(2026, 2, 1, 12),
        resolution: { type: "fixed", stepMs: 15_000 },
        display: "stacked",
        yMin: 0,
      },
      { ...NEW_PANEL, expr: "up" },
    ]);
  });

  it("reads a link of a Prometheus 2", () => {
    const [panel] = readPanels("?g0.expr=up&g0.tab=0&g0.stacked=1&g0.range_input=30m&g0.step_input=10");
    expect(panel).toEqual({
      ...NEW_PANEL,
      expr: "up",
      tab: "graph",
      rangeMs: 1_800_000,
      resolution: { type: "custom", stepMs: 10_000 },
      display: "stacked",
    });
    expect(readPanels("?g0.expr=up&g0.tab=1")[0]?.tab).toBe("table");
  });

  it("keeps defaults for what cannot be read", () => {
    expect(
      readPanels(
        "?g0.expr=up&g0.tab=explain&g0.range_input=soon&g0.end_input=never&g0.res_type=custom&g0.res_step=-1" +
          "&g0.display_mode=heatmap&g0.y_axis_min=x",
      ),
    ).toEqual([{ ...NEW_PANEL, expr: "up" }]);
    expect(readPanels("?g0.expr=up&g0.res_type=auto&g0.res_density=huge")).toEqual([{ ...NEW_PANEL, expr: "up" }]);
  });

  it("stops at the first number without an expression", () => {
    expect(readPanels("?g0.expr=a&g2.expr=c").map((p) => p.expr)).toEqual(["a"]);
    expect(readPanels("?g1.expr=b")).toEqual([]);
    expect(readPanels("")).toEqual([]);
  });
});

describe("writePanels", () => {
  it("writes what readPanels reads back", () => {
    const panels: PanelState[] = [
      { ...NEW_PANEL, expr: 'sum by (job) (up{a="b & c"})\n# + comment' },
      {
        expr: "",
        tab: "graph",
        rangeMs: 90_500,
        endMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
        resolution: { type: "custom", stepMs: 250 },
        display: "stacked",
        yMin: -1.5,
      },
      { ...NEW_PANEL, expr: "1", resolution: { type: "auto", density: "high" } },
    ];
    expect(readPanels(`?${writePanels(panels)}`)).toEqual(panels);
  });

  it("keeps the address of an untouched page clean", () => {
    expect(writePanels([NEW_PANEL])).toBe("");
    expect(writePanels([])).toBe("");
    expect(writePanels([{ ...NEW_PANEL, expr: "up" }])).toBe(
      "g0.expr=up&g0.tab=table&g0.range_input=1h&g0.res_type=auto&g0.res_density=medium&g0.display_mode=lines",
    );
  });
});
