// SPDX-License-Identifier: Apache-2.0
/**
 * The syntax tree of PromQL: immutable records that keep where in the text they came from, and the
 * two printers (one line, and wrapped at 100 columns).
 */
@NullMarked
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.NullMarked;
