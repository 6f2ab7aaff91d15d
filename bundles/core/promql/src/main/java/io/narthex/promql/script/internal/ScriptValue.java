// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One value of the series notation.
 *
 * @param omitted whether there is no sample ({@code _})
 * @param value the float, when there is no histogram
 * @param histogram the histogram, or null
 * @param hintGiven whether the notation names the histogram's reset hint, so that it is compared
 */
public record ScriptValue(
    boolean omitted, double value, @Nullable Histogram histogram, boolean hintGiven) {

  static final ScriptValue OMITTED = new ScriptValue(true, 0, null, false);

  static ScriptValue of(double value) {
    return new ScriptValue(false, value, null, false);
  }
}
