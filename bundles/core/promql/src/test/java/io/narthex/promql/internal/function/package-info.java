// SPDX-License-Identifier: Apache-2.0
/** Tests of functions. */
@NullMarked
package io.narthex.promql.internal.function;

import org.jspecify.annotations.NullMarked;
