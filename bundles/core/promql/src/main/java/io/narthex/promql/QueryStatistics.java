// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

/**
 * What a query cost.
 *
 * @param totalSamples samples that were read
 * @param peakSamples the most samples that were held at one time
 * @param parseNanos time spent on the text and the plan
 * @param evaluationNanos time spent on evaluation, reading included
 * @param queueNanos time spent waiting for a free slot
 * @param samplesPerStep samples read for each step, or empty when not asked for
 */
public record QueryStatistics(
    long totalSamples,
    long peakSamples,
    long parseNanos,
    long evaluationNanos,
    long queueNanos,
    long[] samplesPerStep) {}
