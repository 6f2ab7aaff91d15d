// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which series count for a question: those with a sample in its range of time, say. */
@FunctionalInterface
public interface Activity extends IntPredicate {

  /**
   * Returns series among which all are that pass the test, ascending, so that no others need to be
   * tested; null when they are more than some, or nothing tells them quickly.
   */
  default int @Nullable [] few(int most) {
    return null;
  }
}
