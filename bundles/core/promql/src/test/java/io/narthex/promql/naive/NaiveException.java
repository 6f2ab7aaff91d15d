// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.io.Serial;

/** A query that fails; the message is what a user sees. */
final class NaiveException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  NaiveException(String message) {
    super(message);
  }
}
