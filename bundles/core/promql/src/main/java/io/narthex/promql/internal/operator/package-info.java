// SPDX-License-Identifier: Apache-2.0
/** Operators over series and scalars: mapping, joining names, sorting, binary operations. */
@NullMarked
package io.narthex.promql.internal.operator;

import org.jspecify.annotations.NullMarked;
