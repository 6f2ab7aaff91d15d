// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatSeries, legendNames } from "./series";

describe("formatSeries", () => {
  it("writes a selector with sorted labels", () => {
    expect(formatSeries({ __name__: "up", job: "node", instance: "a:9100" })).toBe(
      'up{instance="a:9100", job="node"}',
    );
  });

  it("writes series without name or without labels", () => {
    expect(formatSeries({})).toBe("{}");
    expect(formatSeries({ __name__: "up" })).toBe("up");
    expect(formatSeries({ job: "node" })).toBe('{job="node"}');
  });

  it("quotes names outside the plain alphabet and escapes values", () => {
    expect(formatSeries({ __name__: "http.requests", "service.name": 'a"b\\c\nd' })).toBe(
      '{"http.requests", "service.name"="a\\"b\\\\c\\nd"}',
    );
  });
});

describe("legendNames", () => {
  it("tells shared labels once", () => {
    const { shared, names } = legendNames([
      { __name__: "cpu", job: "node", mode: "idle" },
      { __name__: "cpu", job: "node", mode: "user" },
    ]);
    expect(shared).toEqual({ __name__: "cpu", job: "node" });
    expect(names).toEqual(['{mode="idle"}', '{mode="user"}']);
  });

  it("keeps the metric name where it differs", () => {
    expect(legendNames([{ __name__: "a", job: "x" }, { __name__: "b", job: "x" }]).names).toEqual(["a", "b"]);
  });

  it("keeps the full name of a lone series, and of one that has nothing of its own", () => {
    expect(legendNames([{ __name__: "up", job: "x" }])).toEqual({ shared: {}, names: ['up{job="x"}'] });
    expect(legendNames([{ job: "x" }, { job: "x", mode: "a" }]).names).toEqual(['{job="x"}', '{mode="a"}']);
    expect(legendNames([])).toEqual({ shared: {}, names: [] });
  });
});
