// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.nio.charset.StandardCharsets;

/**
 * A stretch of a query's text.
 *
 * @param start index of the first UTF-16 unit
 * @param end index behind the last one
 */
public record Span(int start, int end) {

  /** A place that is not in the text, shown as 0:0 would be. */
  public static final Span NONE = new Span(0, 0);

  /** Returns the stretch from the start of one to the end of another. */
  public static Span between(Span first, Span last) {
    return new Span(first.start, last.end);
  }

  /**
   * Returns where the stretch starts as {@code line:column}, both from 1. Columns count UTF-8
   * bytes, as upstream does.
   */
  public String position(String text) {
    if (text.isEmpty()) {
      return "unknown position";
    }
    int end = Math.min(start, text.length());
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int column = text.substring(lineStart, end).getBytes(StandardCharsets.UTF_8).length + 1;
    return line + ":" + column;
  }
}
