// SPDX-License-Identifier: Apache-2.0

/**
 * The contract between ingest, storage and query.
 *
 * <p><b>In</b>, row-oriented: a {@link io.narthex.spi.storage.RowWriter} stands for one target. A
 * series is named once and gets a column; then each scrape is a row of one timestamp and a double
 * per column. <b>Out</b>, columnar: {@link io.narthex.spi.storage.StorageEngine#select} gives
 * {@link io.narthex.spi.storage.SeriesBatch batches} of series that share one column of timestamps,
 * and decodes values into the caller's arrays. Neither side needs an object per sample. An engine
 * that has no shared timestamps returns batches of one series.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
