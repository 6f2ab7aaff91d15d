// SPDX-License-Identifier: Apache-2.0
/**
 * The optimiser: rules that turn a plan into an equal one that costs less, one file each. {@link
 * io.narthex.promql.internal.optimise.Optimiser} lists them in order.
 */
@NullMarked
package io.narthex.promql.internal.optimise;

import org.jspecify.annotations.NullMarked;
