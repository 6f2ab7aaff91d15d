// SPDX-License-Identifier: Apache-2.0

/** An operator of an evaluated plan, as the API's member `explain` has it. */
export interface ExplainedOperator {
  readonly operator: string;
  readonly expression: string;
  /** What it took itself, over all threads. */
  readonly seconds: number;
  /** With all that it reads from. */
  readonly totalSeconds: number;
  readonly series: number;
  readonly samples: number;
  readonly inputs: readonly ExplainedOperator[];
}

/** A line of the plan. */
export interface PlanLine {
  readonly depth: number;
  readonly operator: ExplainedOperator;
  /** Its share of the whole time, 0 to 1. */
  readonly share: number;
}

/** Lists the operators, each before those that it reads from. */
export function planLines(root: ExplainedOperator): PlanLine[] {
  const lines: PlanLine[] = [];
  const add = (operator: ExplainedOperator, depth: number): void => {
    const share = root.totalSeconds > 0 ? operator.seconds / root.totalSeconds : 0;
    lines.push({ depth, operator, share });
    operator.inputs.forEach((input) => add(input, depth + 1));
  };
  add(root, 0);
  return lines;
}
