// SPDX-License-Identifier: Apache-2.0
/** Tests of operators. */
@NullMarked
package io.narthex.promql.internal.operator;

import org.jspecify.annotations.NullMarked;
