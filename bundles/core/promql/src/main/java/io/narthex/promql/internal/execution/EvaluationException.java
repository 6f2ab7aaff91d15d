// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.promql.QueryException;
import java.io.Serial;

/** A query cannot go on. The message is for the user. */
public final class EvaluationException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** What upstream says when one result would have two values. */
  public static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

  private final QueryException.Kind kind;

  /** A failure of a kind. */
  public EvaluationException(QueryException.Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** A failure of the expression on this data. */
  public EvaluationException(String message) {
    this(QueryException.Kind.EXECUTION, message);
  }

  /** Returns the kind. */
  public QueryException.Kind kind() {
    return kind;
  }
}
