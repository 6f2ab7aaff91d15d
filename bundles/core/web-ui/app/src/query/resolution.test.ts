// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { longerRange, shorterRange, stepFor, tooManyPoints } from "./resolution";

describe("stepFor", () => {
  it.each([
    ["low", 3_600_000, 36_000],
    ["medium", 3_600_000, 14_000],
    ["high", 3_600_000, 4_000],
    ["medium", 60_000, 1_000],
    ["medium", 86_400_000, 345_000],
  ] as const)("%s density over %d ms steps by %d ms", (density, range, step) => {
    expect(stepFor({ type: "auto", density }, range)).toBe(step);
  });

  it("takes a given step as it is", () => {
    expect(stepFor({ type: "custom", stepMs: 250 }, 3_600_000)).toBe(250);
    expect(stepFor({ type: "fixed", stepMs: 15_000 }, 60_000)).toBe(15_000);
  });

  it("knows what the server would refuse", () => {
    expect(tooManyPoints(11_000_000, 1_000)).toBe(false);
    expect(tooManyPoints(11_001_000, 1_000)).toBe(true);
  });
});

describe("ranges", () => {
  it("step through the list from any range, also one that is not in it", () => {
    expect(longerRange(3_600_000)).toBe(7_200_000);
    expect(longerRange(4_000_000)).toBe(7_200_000);
    expect(shorterRange(3_600_000)).toBe(1_800_000);
    expect(shorterRange(4_000_000)).toBe(3_600_000);
  });

  it("stop at both ends", () => {
    expect(shorterRange(1_000)).toBe(1_000);
    expect(longerRange(730 * 86_400_000)).toBe(730 * 86_400_000);
  });
});
