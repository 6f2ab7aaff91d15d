// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { withExpression } from "./history";

describe("withExpression", () => {
  it("puts the latest in front, once", () => {
    expect(withExpression(["a", "b"], " b ")).toEqual(["b", "a"]);
    expect(withExpression(["a"], "c")).toEqual(["c", "a"]);
  });

  it("keeps no empty expression and no more than fifty", () => {
    expect(withExpression(["a"], "  ")).toEqual(["a"]);
    const many = Array.from({ length: 50 }, (_, i) => `q${i}`);
    expect(withExpression(many, "new")).toHaveLength(50);
    expect(withExpression(many, "new")[0]).toBe("new");
  });
});
