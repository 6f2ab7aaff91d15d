// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { locate } from "./errorPosition";

describe("locate", () => {
  it("finds the position in front of a parse error", () => {
    expect(locate('invalid parameter "query": 1:5: parse error: unexpected ")"', "sum(*)")).toEqual({
      text: 'parse error: unexpected ")"',
      position: { line: 1, column: 5 },
      offset: 4,
      source: "sum(*)",
    });
  });

  it("counts lines", () => {
    expect(locate("2:3: parse error: x", "sum(\n  *)")).toMatchObject({ offset: 7, source: "  *)" });
  });

  it("finds the position at the end of an annotation", () => {
    const info = 'PromQL info: metric might not be a counter, name does not end in _total: "up" (1:6)';
    expect(locate(info, "rate(up[5m])")).toMatchObject({
      text: 'PromQL info: metric might not be a counter, name does not end in _total: "up"',
      position: { line: 1, column: 6 },
    });
  });

  it("may point behind the last character", () => {
    expect(locate("1:5: parse error: unclosed left parenthesis", "sum(")).toMatchObject({ offset: 4 });
  });

  it.each([
    ["query timed out in expression evaluation", "up"],
    ["9:30: parse error: x", "up"],
    ['found duplicate series for "a 1:2: b"', "up on up"],
  ])("leaves %j alone", (message, expr) => {
    expect(locate(message, expr)).toEqual({ text: message, position: null, offset: null, source: "" });
  });
});
