// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

/**
 * What a query cost.
 *
 * @param totalSamples samples that were looked at; one that is in the windows of several steps
 *     counts for each
 * @param samplesRead samples that were read, each once for a range function
 * @param peakSamples the most samples that were held at one time
 * @param parseNanos time spent on the text and the plan
 * @param evaluationNanos time spent on evaluation, reading included
 * @param queueNanos time spent waiting for a free slot
 * @param samplesPerStep {@code totalSamples} for each step, or empty when that was not counted
 * @param samplesReadPerStep {@code samplesRead} for each step, or empty
 */
public record QueryStatistics(
    long totalSamples,
    long samplesRead,
    long peakSamples,
    long parseNanos,
    long evaluationNanos,
    long queueNanos,
    long[] samplesPerStep,
    long[] samplesReadPerStep) {

  /** Nothing was counted. */
  public static final QueryStatistics NONE =
      new QueryStatistics(0, 0, 0, 0, 0, 0, new long[0], new long[0]);
}
