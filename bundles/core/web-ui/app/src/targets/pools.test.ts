// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Health, Target } from "../api/types";
import { isLink, lastScrapeMs, toPools, type TargetFilter } from "./pools";

function target(pool: string, host: string, health: Health, lastError = ""): Target {
  return {
    discoveredLabels: { __address__: host },
    labels: { instance: host, job: pool },
    scrapePool: pool,
    scrapeUrl: `http://${host}/metrics`,
    lastError,
    lastScrape: "2026-03-01T12:00:00.5Z",
    lastScrapeDuration: 0.01,
    health,
  };
}

const all: TargetFilter = { text: "", health: "", pool: "" };
const targets = [
  target("node", "b10:9100", "up"),
  target("node", "b9:9100", "down", "connection refused"),
  target("api", "a:80", "unknown"),
];

function hosts(filter: Partial<TargetFilter>): string[] {
  return toPools(targets, { ...all, ...filter }).flatMap((p) => p.targets.map((t) => t.labels["instance"] ?? ""));
}

describe("toPools", () => {
  it("groups and sorts, numbers by their size", () => {
    expect(hosts({})).toEqual(["a:80", "b9:9100", "b10:9100"]);
    expect(toPools(targets, all).map(({ name, up, down, total }) => [name, up, down, total])).toEqual([
      ["api", 0, 0, 1],
      ["node", 1, 1, 2],
    ]);
  });

  it("filters by health, pool and words of address, labels and error", () => {
    expect(hosts({ health: "down" })).toEqual(["b9:9100"]);
    expect(hosts({ pool: "api" })).toEqual(["a:80"]);
    expect(hosts({ text: 'REFUSED job="node"' })).toEqual(["b9:9100"]);
    expect(hosts({ text: "nothing" })).toEqual([]);
  });

  it("counts the whole pool, whatever the filter", () => {
    expect(toPools(targets, { ...all, health: "down" })[0]).toMatchObject({ name: "node", up: 1, total: 2 });
  });
});

describe("a target", () => {
  it("was not scraped in the year 1", () => {
    expect(lastScrapeMs(target("a", "a", "up"))).toBe(Date.UTC(2026, 2, 1, 12, 0, 0, 500));
    expect(lastScrapeMs({ ...target("a", "a", "unknown"), lastScrape: "0001-01-01T00:00:00Z" })).toBeNull();
  });

  it("is a link only when a browser can follow it", () => {
    expect(isLink("http://a/metrics")).toBe(true);
    expect(isLink("exporter://node")).toBe(false);
    expect(isLink("javascript:alert(1)")).toBe(false);
  });
});
