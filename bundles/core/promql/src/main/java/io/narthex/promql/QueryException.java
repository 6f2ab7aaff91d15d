// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A query that has no answer. */
public final class QueryException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** The error types of the HTTP API. */
  public enum Kind {
    BAD_DATA("bad_data"),
    EXECUTION("execution"),
    CANCELED("canceled"),
    TIMEOUT("timeout"),
    INTERNAL("internal");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns the word in the API's {@code errorType}. */
    public String text() {
      return text;
    }
  }

  private final Kind kind;

  /** A failure of a kind, with a message in upstream's words. */
  public QueryException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns the kind. */
  public Kind kind() {
    return kind;
  }
}
