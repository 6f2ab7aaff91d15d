// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.TextReader;

/** Chooses the reader of a body. */
public final class ExpositionFormats {

  private ExpositionFormats() {}

  /**
   * Reads the Prometheus text format, 0.0.4 or 1.0.0.
   *
   * @param body holds the body from its first byte on; not changed, not copied when it ends with a
   *     line feed
   * @param length the body's bytes
   */
  public static ExpositionReader text(byte[] body, int length) {
    return TextReader.of(body, length, false);
  }
}
