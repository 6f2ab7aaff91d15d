// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.storage.RowIntake;
import org.jspecify.annotations.Nullable;

/**
 * The storage engine as it is now. Each engine that comes has a number of its own, by which loops
 * see that their writers are of a former one. Safe for several threads.
 */
final class StorageGate {

  /**
   * An engine.
   *
   * @param number its number, growing
   * @param engine the engine, or null while there is none
   */
  record Present(int number, @Nullable RowIntake engine) {}

  private volatile Present present = new Present(0, null);

  Present present() {
    return present;
  }

  synchronized void set(RowIntake engine) {
    present = new Present(present.number() + 1, engine);
  }

  synchronized void unset(RowIntake engine) {
    if (present.engine() == engine) {
      present = new Present(present.number() + 1, null);
    }
  }
}
