// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.util.List;

/**
 * An operator of an evaluated plan, with what it cost. The plan is the one that was evaluated: the
 * optimiser may have folded, moved or shared parts of the query.
 *
 * @param operator what it does, a few words
 * @param expression the part of the query that it stands for
 * @param start where that part begins in the query, in characters from 0
 * @param end where it ends
 * @param nanos time that the operator took itself, over all threads; what its inputs took is not in
 *     it
 * @param series series that it gave
 * @param samples samples in them: steps that have a value, or rows of a range
 * @param inputs the operators that it reads from
 */
public record ExplainedOperator(
    String operator,
    String expression,
    int start,
    int end,
    long nanos,
    long series,
    long samples,
    List<ExplainedOperator> inputs) {

  public ExplainedOperator {
    inputs = List.copyOf(inputs);
  }

  /** Returns the time of this and all inputs. */
  public long totalNanos() {
    return nanos + inputs.stream().mapToLong(ExplainedOperator::totalNanos).sum();
  }
}
