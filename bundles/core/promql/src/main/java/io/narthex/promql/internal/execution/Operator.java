// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

/** A part of a query that can be evaluated. Used once, by the query's own thread. */
public sealed interface Operator permits VectorOperator, ScalarOperator {}
