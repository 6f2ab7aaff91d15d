// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.io.Serial;

/** The machine does not have what a collector tells of: no failure, and no success either. */
final class NoDataException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  NoDataException(String message) {
    super(message);
  }
}
