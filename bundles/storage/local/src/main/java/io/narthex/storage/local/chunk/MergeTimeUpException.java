// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import java.io.IOException;
import java.io.Serial;

/** A merge was given up at its deadline; everything is as before. */
final class MergeTimeUpException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  MergeTimeUpException() {
    super("the time for a merge is up");
  }
}
