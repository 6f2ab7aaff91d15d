// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.time.Duration;
import java.time.Instant;

/**
 * A query that has not ended.
 *
 * @param id names it as long as the server runs
 * @param expression the text
 * @param startMs the first evaluation time
 * @param endMs the last evaluation time
 * @param stepMs the step, 0 for an instant query
 * @param since when it was asked
 * @param duration how long that is ago
 * @param queued whether it waits for a free slot
 * @param samples samples that it has looked at so far
 * @param bytes bytes that it holds now
 * @param peakBytes the most bytes that it held
 * @param origin who asks
 */
public record RunningQuery(
    long id,
    String expression,
    long startMs,
    long endMs,
    long stepMs,
    Instant since,
    Duration duration,
    boolean queued,
    long samples,
    long bytes,
    long peakBytes,
    QueryOrigin origin) {}
