// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.Span;
import java.io.Serial;

/** The expression has more levels than it may have. */
public final class TooDeepException extends ParseException {

  @Serial private static final long serialVersionUID = 1L;

  TooDeepException(String text, Span span, int levels) {
    super(
        text,
        span,
        "the expression nests deeper than "
            + levels
            + " levels; compute parts of it with recording rules");
  }
}
