// SPDX-License-Identifier: Apache-2.0
/**
 * Kernels of functions over ranges: a series with its windows goes in, one sample a step comes out.
 */
@NullMarked
package io.narthex.promql.internal.window;

import org.jspecify.annotations.NullMarked;
