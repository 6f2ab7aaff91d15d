// SPDX-License-Identifier: Apache-2.0

/**
 * A PromQL interpreter that is as plain as it can be: it walks the syntax tree once for each step
 * and keeps every sample as an object. The engine's tests compare against it, so it shares with the
 * engine only the parser, the histogram arithmetic and the texts of annotations.
 */
@NullMarked
package io.narthex.promql.naive;

import org.jspecify.annotations.NullMarked;
