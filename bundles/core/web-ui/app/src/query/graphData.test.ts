// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { areaAt, chooseShown, lastValue, lonePoints, nearest, stack, toGraphData } from "./graphData";

const window = { startMs: 1_000_000, endMs: 1_040_500, stepMs: 10_000 };

describe("toGraphData", () => {
  it("puts values on the steps and leaves gaps", () => {
    const data = toGraphData([{ metric: { a: "1" }, values: [[1000, "1"], [1010, "2"], [1040, "5"]] }], window);
    expect(data.times).toEqual([1000, 1010, 1020, 1030, 1040]);
    expect(data.columns).toEqual([[1, 2, null, null, 5]]);
    expect(data.labels).toEqual([{ a: "1" }]);
  });

  it("draws neither infinities nor what is no number, nor values outside of the window", () => {
    const values = [[990, "9"], [1000, "NaN"], [1010, "+Inf"], [1020, "-Inf"], [1030, "3"]] as const;
    expect(toGraphData([{ metric: {}, values }], window).columns).toEqual([[null, null, null, 3, null]]);
  });

  it("counts series that hold histograms only", () => {
    const data = toGraphData(
      [{ metric: {}, histograms: [[1000, { count: "1", sum: "1" }]] }, { metric: {}, values: [[1000, "1"]] }],
      window,
    );
    expect(data.histograms).toBe(1);
    expect(data.columns).toHaveLength(1);
  });

  it("places steps of broken milliseconds", () => {
    const data = toGraphData([{ metric: {}, values: [[0.1, "1"], [0.4, "2"]] }], { startMs: 100, endMs: 400, stepMs: 150 });
    expect(data.columns).toEqual([[1, null, 2]]);
  });
});

describe("stack", () => {
  it("sums what is shown, from the bottom up, and keeps gaps", () => {
    expect(
      stack(
        [
          [1, 1, null],
          [9, 9, 9],
          [2, null, 2],
          [3, 3, 3],
        ],
        [true, false, true, true],
      ),
    ).toEqual([
      [1, 1, null],
      [9, 9, 9],
      [3, null, 2],
      [6, 4, 5],
    ]);
  });
});

describe("lonePoints", () => {
  it("finds values without neighbours", () => {
    expect(lonePoints([1, null, 2, 3, null, 4])).toEqual([0, 5]);
    expect(lonePoints([null])).toEqual([]);
    expect(lonePoints([7])).toEqual([0]);
  });
});

describe("nearest", () => {
  it("takes the closest shown series that has a value", () => {
    const columns = [[10], [20], [null], [21]];
    expect(nearest(columns, [true, true, true, true], 0, 20.4)).toBe(1);
    expect(nearest(columns, [true, false, true, true], 0, 20.4)).toBe(3);
    expect(nearest(columns, [false, false, true, false], 0, 20)).toBe(-1);
  });
});

describe("areaAt", () => {
  it("takes the area below whose upper line the height is", () => {
    const sums = [[10], [null], [30], [40]];
    const shown = [true, true, true, false];
    expect([5, 10, 11, 99].map((height) => areaAt(sums, shown, 0, height))).toEqual([0, 0, 2, 2]);
    expect(areaAt(sums, [false, true, false, false], 0, 5)).toBe(-1);
  });
});

describe("lastValue", () => {
  it("skips gaps at the end", () => {
    expect(lastValue([1, 2, null])).toBe(2);
    expect(lastValue([null])).toBeNull();
  });
});

describe("chooseShown", () => {
  it("shows one alone, and all again", () => {
    expect(chooseShown([true, true, true], 1, "only")).toEqual([false, true, false]);
    expect(chooseShown([false, true, false], 1, "only")).toEqual([true, true, true]);
  });

  it("hides and shows one", () => {
    expect(chooseShown([true, true], 0, "toggle")).toEqual([false, true]);
    expect(chooseShown([false, true], 0, "toggle")).toEqual([true, true]);
  });

  it("never leaves an empty graph", () => {
    expect(chooseShown([false, true], 1, "toggle")).toEqual([true, true]);
  });
});
