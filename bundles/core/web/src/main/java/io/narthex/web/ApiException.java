// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered. A servlet lets it fly; the server's filter writes the error
 * body with the type's status.
 */
public final class ApiException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorType type;

  /** A failure with a message for the client. */
  public ApiException(ErrorType type, String message) {
    this(type, message, null);
  }

  /** A failure with a message for the client and what lies beneath. */
  public ApiException(ErrorType type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  /** A request parameter that cannot be used, in upstream's words. */
  public static ApiException invalidParameter(String parameter, String problem) {
    return new ApiException(
        ErrorType.BAD_DATA, "invalid parameter \"" + parameter + "\": " + problem);
  }

  /** Returns the kind of failure. */
  public ErrorType type() {
    return type;
  }
}
