// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatExact, formatShort, formatTicks, parseSample, plural } from "./value";

describe("parseSample", () => {
  it.each([
    ["1.5", 1.5],
    ["-0", -0],
    ["1e-7", 1e-7],
    ["+Inf", Number.POSITIVE_INFINITY],
    ["-Inf", Number.NEGATIVE_INFINITY],
    ["NaN", Number.NaN],
    ["", Number.NaN],
  ])("reads %j", (text, value) => {
    expect(parseSample(text)).toBe(value);
  });
});

describe("formatShort", () => {
  it.each([
    [0, "0"],
    [1, "1"],
    [999.94, "999.9"],
    [999_999, "1M"],
    [1500, "1.5k"],
    [-2_500_000, "-2.5M"],
    [12_345_678, "12.35M"],
    [0.25, "0.25"],
    [0.01, "0.01"],
    [0.0042, "4.2m"],
    [0.0000031, "3.1µ"],
    [2e-10, "2.00e-10"],
    [1e30, "1000000Y"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
  ])("writes %d as %s", (value, text) => {
    expect(formatShort(value)).toBe(text);
  });
});

describe("formatTicks", () => {
  it("tells neighbours apart", () => {
    expect(formatTicks([1_000_000, 1_000_001, 1_000_002])).toEqual(["1M", "1.000001M", "1.000002M"]);
    expect(formatTicks([0, 500, 1000, 1500])).toEqual(["0", "500", "1k", "1.5k"]);
  });

  it("hides the dust of floating point", () => {
    expect(formatTicks([-0.1, 2.7e-17, 0.1, 0.30000000000000004])).toEqual(["-0.1", "0", "0.1", "0.3"]);
    expect(formatTicks([])).toEqual([]);
  });
});

describe("formatExact", () => {
  it.each([
    [1234567.891, "1,234,567.891"],
    [-1000, "-1,000"],
    [999, "999"],
    [0.000123456, "0.000123456"],
    [1e-9, "1e-9"],
    [Number.POSITIVE_INFINITY, "+Inf"],
  ])("writes %d as %s", (value, text) => {
    expect(formatExact(value)).toBe(text);
  });

  it("counts things", () => {
    expect(plural(1, "target", "targets")).toBe("1 target");
    expect(plural(1200, "target", "targets")).toBe("1,200 targets");
  });
});
