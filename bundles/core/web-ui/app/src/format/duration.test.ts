// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatAgo, formatDuration, formatElapsed, parseDuration, spoken } from "./duration";

describe("parseDuration", () => {
  it.each([
    ["1h", 3_600_000],
    ["1h30m", 5_400_000],
    ["90s", 90_000],
    ["250ms", 250],
    ["1y2w3d", (365 + 14 + 3) * 86_400_000],
    [" 5m ", 300_000],
    ["15", 15_000],
    ["0.5", 500],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "h", "1x", "30m1h", "-5m", "0", "0s", "1.5h", "1h 30m", "99999999999999999y"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe("formatDuration", () => {
  it.each([
    [3_600_000, "1h"],
    [5_400_000, "1h30m"],
    [1_500, "1s500ms"],
    [7 * 86_400_000, "1w"],
    [8 * 86_400_000, "8d"],
    [365 * 86_400_000, "1y"],
    [366 * 86_400_000, "366d"],
    [0, "0s"],
  ])("writes %d as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("writes what parseDuration reads back", () => {
    for (const ms of [1, 999, 61_001, 86_399_999, 14 * 86_400_000, 731 * 86_400_000 + 12_345]) {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }
  });
});

describe("for people", () => {
  it.each([
    [0.42, "0.4 ms"],
    [3, "3 ms"],
    [12.3, "12 ms"],
    [100, "100 ms"],
    [1250, "1.25 s"],
    [20_000, "20 s"],
    [125_000, "2m 5s"],
    [Number.NaN, "unknown"],
  ])("elapsed %d is %s", (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });

  it.each([
    [0, "0s"],
    [59_999, "59s"],
    [3_600_000, "1h"],
    [3_605_000, "1h"],
    [11_100_000, "3h 5m"],
    [4 * 86_400_000, "4d"],
  ])("spoken %d is %s", (ms, text) => {
    expect(spoken(ms)).toBe(text);
  });

  it("never tells a time in the future when the clocks differ", () => {
    expect(formatAgo(10_000, 4_000)).toBe("just now");
    expect(formatAgo(4_000, 10_000)).toBe("6s ago");
  });
});
