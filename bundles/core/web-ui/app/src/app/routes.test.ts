// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { baseOf, readRoute } from "./routes";

describe("baseOf", () => {
  it.each([
    ["/", "/"],
    ["/query", "/"],
    ["/monitor/", "/monitor/"],
    ["/a/b/targets", "/a/b/"],
  ])("of %s is %s", (path, base) => {
    expect(baseOf(path)).toBe(base);
  });
});

describe("readRoute", () => {
  it("knows the pages below the base", () => {
    expect(readRoute("/x/", "/x/targets", "?search=a")).toEqual({ page: "targets", search: "?search=a", moved: null });
  });

  it("moves the root and the old graph page to the query page and keeps the query part", () => {
    expect(readRoute("/", "/", "")).toEqual({ page: "query", search: "", moved: "query" });
    expect(readRoute("/", "/graph", "?g0.expr=up")).toEqual({
      page: "query",
      search: "?g0.expr=up",
      moved: "query?g0.expr=up",
    });
  });

  it("moves the pages of a Prometheus to their part of the status page", () => {
    expect(readRoute("/", "/flags", "?x=1")).toEqual({ page: "status", search: "?tab=flags", moved: "status?tab=flags" });
  });

  it("admits that it does not know a page", () => {
    expect(readRoute("/", "/nowhere", "").page).toBe("unknown");
  });
});
