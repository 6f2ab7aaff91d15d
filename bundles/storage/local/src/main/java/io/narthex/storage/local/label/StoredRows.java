// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.io.IOException;

/**
 * The rows of the engine, as far as the label store asks for them: when its log, or a part of it,
 * was lost.
 */
@FunctionalInterface
public interface StoredRows {

  /**
   * Tells of which series rows are stored.
   *
   * @throws IOException when the files cannot be read
   */
  void forEach(Visitor visitor) throws IOException;

  /** Is told of rows. */
  @FunctionalInterface
  interface Visitor {

    /** There are rows of a series in a target; this may be told again. */
    void series(int series, int target);
  }
}
