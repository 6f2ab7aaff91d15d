// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { changedLabels, ruleText } from "./relabel";

describe("relabel", () => {
  it("writes a rule without its defaults", () => {
    expect(
      ruleText({
        source_labels: ["a", "b"],
        separator: ";",
        regex: "x.*",
        replacement: "$1",
        action: "drop",
      }),
    ).toBe("{source_labels: [a, b], regex: x.*, action: drop}");
    expect(ruleText({ separator: ";", regex: "(.*)", target_label: "t", replacement: "v", action: "replace" })).toBe(
      "{target_label: t, replacement: v}",
    );
  });

  it("tells which labels a rule changed", () => {
    expect(changedLabels({ a: "1", b: "2", c: "3" }, { a: "1", b: "4", d: "5" })).toEqual({ b: "4", c: "", d: "5" });
  });
});
