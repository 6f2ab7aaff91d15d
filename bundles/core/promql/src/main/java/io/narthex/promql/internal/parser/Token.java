// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import java.nio.charset.StandardCharsets;

/**
 * A piece of the text.
 *
 * @param start index of its first character
 * @param text as written
 */
record Token(TokenKind kind, int start, String text) {

  int end() {
    return start + text.length();
  }

  Span span() {
    return new Span(start, end());
  }

  /** Returns how messages name it. */
  String description() {
    return switch (kind) {
      case END -> "end of input";
      case IDENTIFIER, METRIC_IDENTIFIER -> kind.text() + " " + GoText.quote(text);
      case STRING, NUMBER, DURATION -> kind.text() + " " + shortened();
      default ->
          switch (kind.group()) {
            case KEYWORD -> "<" + text + ">";
            case OPERATOR -> "<op:" + text + ">";
            case AGGREGATOR -> "<aggr:" + text + ">";
            case OTHER, PUNCTUATION, PREPROCESSOR -> shortened();
          };
    };
  }

  private String shortened() {
    return text.getBytes(StandardCharsets.UTF_8).length > 10
        ? GoText.quote(text, 10) + "..."
        : GoText.quote(text);
  }
}
