// SPDX-License-Identifier: Apache-2.0
/**
 * The functions. Each is one entry: name, types and how it is computed. To add one, add an entry to
 * the family that it belongs to.
 */
@NullMarked
package io.narthex.promql.internal.function;

import org.jspecify.annotations.NullMarked;
