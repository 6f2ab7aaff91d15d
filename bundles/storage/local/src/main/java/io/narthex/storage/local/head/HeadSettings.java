// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What an operator can set of the head.
 *
 * @param folder the data folder, for messages
 * @param blockRows about how many rows a block has
 * @param outOfOrderWindow how far behind the newest sample of all one may be appended to a series
 *     that has a newer one, in milliseconds; asked before each append
 * @param segmentBytes the size of a segment of the log
 * @param maxExemplars how many exemplars are kept; asked before each is added
 * @param maxSeriesPerTarget how many series a target may have at the same time
 */
public record HeadSettings(
    Path folder,
    int blockRows,
    LongSupplier outOfOrderWindow,
    long segmentBytes,
    LongSupplier maxExemplars,
    int maxSeriesPerTarget) {}
