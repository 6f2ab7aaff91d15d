// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatAxis, formatTime, parseTime, zoneName } from "./time";

const noon = Date.UTC(2026, 2, 1, 12, 0, 0);

describe("formatTime and parseTime", () => {
  it("write and read the same moment", () => {
    for (const zone of ["utc", "local"] as const) {
      for (const ms of [noon, noon + 123, Date.UTC(1999, 11, 31, 23, 59, 59)]) {
        expect(parseTime(formatTime(ms, zone), zone, 0)).toBe(ms);
      }
    }
    expect(formatTime(noon + 5, "utc")).toBe("2026-03-01 12:00:00.005");
    expect(zoneName("utc", noon)).toBe("UTC");
  });

  it.each([
    ["2026-03-01", Date.UTC(2026, 2, 1)],
    ["2026-03-01 12:00", noon],
    ["2026-03-01T12:00:00Z", noon],
    ["2026-03-01T14:00:00+02:00", noon],
    [String(noon / 1000), noon],
    ["-2h", noon - 7_200_000],
  ])("reads %s", (text, ms) => {
    expect(parseTime(text, "utc", noon)).toBe(ms);
  });

  it.each(["", "yesterday", "2026-02-31", "2026-03-01 25:00", "-2 hours", "12"])("refuses %j", (text) => {
    expect(parseTime(text, "utc", noon)).toBeNull();
  });
});

describe("formatAxis", () => {
  const s = noon / 1000;

  it("shows seconds only on narrow axes", () => {
    expect(formatAxis([s, s + 15], 15, "utc")).toEqual(["12:00:00", "12:00:15"]);
    expect(formatAxis([s, s + 900], 900, "utc")).toEqual(["12:00", "12:15"]);
  });

  it("adds the date where the day changes", () => {
    expect(formatAxis([s, s + 43_200, s + 86_400], 43_200, "utc")).toEqual(["12:00", "00:00\n03-02", "12:00"]);
  });

  it("shows days and months alone on wide axes", () => {
    expect(formatAxis([s], 86_400, "utc")).toEqual(["03-01"]);
    expect(formatAxis([s], 86_400 * 31, "utc")).toEqual(["2026-03"]);
  });
});
