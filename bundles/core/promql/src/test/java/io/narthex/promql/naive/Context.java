// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.script.ScriptSettings;
import io.narthex.spi.storage.StorageEngine;

/**
 * What a query is evaluated with.
 *
 * @param startMs the first step of the query
 * @param endMs the last
 * @param stepMs the step, 0 for an instant query
 */
record Context(
    StorageEngine storage,
    ScriptSettings settings,
    Annotations annotations,
    long startMs,
    long endMs,
    long stepMs) {

  boolean isRange() {
    return startMs != endMs;
  }
}
