// SPDX-License-Identifier: Apache-2.0

export type YamlPart = "key" | "comment" | "string" | "plain";

export interface YamlSpan {
  readonly part: YamlPart;
  readonly text: string;
}

const LINE = /^(\s*(?:- +)*)("[^"]*"|'[^']*'|[^\s#"'][^#]*?)(:)(?=\s|$)(.*)$/;

/**
 * Tells the parts of YAML apart for colouring, line by line. It knows what configuration files are made of; text
 * blocks are plain. Joined again the spans are the input.
 */
export function yamlSpans(text: string): YamlSpan[] {
  const spans: YamlSpan[] = [];
  const put = (part: YamlPart, piece: string): void => {
    const before = spans.at(-1);
    if (piece === "") {
      return;
    }
    if (before?.part === part) {
      spans[spans.length - 1] = { part, text: before.text + piece };
    } else {
      spans.push({ part, text: piece });
    }
  };
  text.split("\n").forEach((line, i) => {
    if (i > 0) {
      put("plain", "\n");
    }
    const match = LINE.exec(line);
    if (match === null) {
      putValue(line, put);
      return;
    }
    const [, indent = "", key = "", colon = "", rest = ""] = match;
    put("plain", indent);
    put("key", key);
    put("plain", colon);
    putValue(rest, put);
  });
  return spans;
}

function putValue(text: string, put: (part: YamlPart, piece: string) => void): void {
  const match = /^(\s*(?:- +)*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')?(.*)$/s.exec(text);
  const [, space = "", string = "", rest = ""] = match ?? ["", "", "", text];
  put("plain", space);
  put("string", string);
  const hash = /(^|\s)#.*$/.exec(rest);
  put("plain", hash === null ? rest : rest.slice(0, hash.index));
  put("comment", hash === null ? "" : rest.slice(hash.index));
}
