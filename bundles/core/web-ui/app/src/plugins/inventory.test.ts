// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Plugin } from "../api/types";
import { choose, sinceMs, toneOf } from "./inventory";

function plugin(change: Partial<Plugin>): Plugin {
  return {
    name: "node",
    kind: "exporter",
    type: "node",
    version: "1.0.0",
    bundle: "io.narthex.exporter.node",
    state: "active",
    reason: "",
    since: "2026-03-01T12:00:00Z",
    failures: 0,
    ...change,
  };
}

const plugins = [
  plugin({}),
  plugin({ kind: "storage", type: "local", name: "local" }),
  plugin({ kind: "storage", type: "broken", name: "broken", state: "refused", reason: "It needs package x 2.0." }),
];

describe("choose", () => {
  it("puts what needs attention first", () => {
    expect(choose(plugins, { text: "", kind: "" }).map((p) => p.name)).toEqual(["broken", "node", "local"]);
  });

  it("filters by kind and by words, also of the reason", () => {
    expect(choose(plugins, { text: "", kind: "exporter" }).map((p) => p.name)).toEqual(["node"]);
    expect(choose(plugins, { text: "Package needs", kind: "" }).map((p) => p.name)).toEqual(["broken"]);
  });
});

describe("a plug-in", () => {
  it("looks like its state", () => {
    expect(["active", "waiting", "refused", "quarantined", "stopping", "new"].map(toneOf)).toEqual([
      "good",
      "warn",
      "bad",
      "bad",
      "warn",
      "quiet",
    ]);
  });

  it("has a time only when the server tells one", () => {
    expect(sinceMs(plugin({}))).toBe(Date.UTC(2026, 2, 1, 12));
    expect(sinceMs(plugin({ since: "" }))).toBeNull();
  });
});
