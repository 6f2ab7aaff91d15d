// SPDX-License-Identifier: Apache-2.0

/** Where in an expression a message points: line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A message with the place in the expression that it speaks of. */
export interface LocatedMessage {
  /** The message without its position. */
  readonly text: string;
  readonly position: Position | null;
  /** Characters from the start of the expression; null when there is no position in it. */
  readonly offset: number | null;
  /** The line of the expression that the position is in; empty without position. */
  readonly source: string;
}

const AT_FRONT = /^(.*?)(\d+):(\d+): /s;
const AT_END = / \((\d+):(\d+)\)\s*$/;

/**
 * Finds the position in a message of the server: errors carry it in front (`invalid parameter "query": 1:5: parse
 * error: ...`), warnings and infos at the end (`... name does not end in _total: "up" (1:6)`).
 */
export function locate(message: string, expr: string): LocatedMessage {
  const front = AT_FRONT.exec(message);
  if (front !== null && isPreamble(front[1] ?? "")) {
    return located(message.slice(front[0].length), Number(front[2]), Number(front[3]), expr, message);
  }
  const end = AT_END.exec(message);
  if (end !== null) {
    return located(message.slice(0, end.index), Number(end[1]), Number(end[2]), expr, message);
  }
  return { text: message, position: null, offset: null, source: "" };
}

/** What may stand before a position; elsewhere `9:30: ` could be part of a quoted name. */
function isPreamble(text: string): boolean {
  return text === "" || /^invalid parameter "[a-z_]+": $/.test(text);
}

function located(text: string, line: number, column: number, expr: string, whole: string): LocatedMessage {
  const lines = expr.split("\n");
  const source = lines[line - 1];
  // A position outside of the expression (it was edited meanwhile) would mark the wrong place.
  if (source === undefined || column < 1 || column > source.length + 1) {
    return { text: whole, position: null, offset: null, source: "" };
  }
  const before = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
  return { text, position: { line, column }, offset: before + column - 1, source };
}
