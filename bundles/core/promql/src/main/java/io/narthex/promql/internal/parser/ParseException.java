// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.Span;
import java.io.Serial;

/** The text is not an expression. The message has the form {@code 1:5: parse error: ...}. */
public sealed class ParseException extends RuntimeException permits TooDeepException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Span span;
  private final String reason;

  ParseException(String text, Span span, String reason) {
    super(span.position(text) + ": parse error: " + reason, null, false, false);
    this.span = span;
    this.reason = reason;
  }

  /** Returns the offending stretch of the text. */
  public Span span() {
    return span;
  }

  /** Returns the message without the position. */
  public String reason() {
    return reason;
  }
}
