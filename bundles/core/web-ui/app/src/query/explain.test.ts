// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { planLines, type ExplainedOperator } from "./explain";

function operator(name: string, seconds: number, inputs: readonly ExplainedOperator[] = []): ExplainedOperator {
  const totalSeconds = seconds + inputs.reduce((sum, input) => sum + input.totalSeconds, 0);
  return { operator: name, expression: name, seconds, totalSeconds, series: 1, samples: 2, inputs };
}

describe("planLines", () => {
  it("lists operators before what they read from, with their shares", () => {
    const plan = operator("sum", 1, [operator("rate", 2, [operator("read", 1)]), operator("one", 0)]);
    const lines = planLines(plan).map(({ depth, operator: { operator: name }, share }) => `${depth} ${name} ${share}`);
    expect(lines).toEqual(["0 sum 0.25", "1 rate 0.5", "2 read 0.25", "1 one 0"]);
  });

  it("takes a plan that took no time", () => {
    expect(planLines(operator("one", 0))[0]?.share).toBe(0);
  });
});
