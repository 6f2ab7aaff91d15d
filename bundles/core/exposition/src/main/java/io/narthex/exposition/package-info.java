// SPDX-License-Identifier: Apache-2.0

/**
 * Reads what targets expose: the text formats 0.0.4 and 1.0.0, OpenMetrics 1.0 text and the
 * delimited protobuf format, and flattens the snapshots of in-process exporters into the same
 * samples without going through text. Writes snapshots, and samples that were stored.
 *
 * <p>Readers are pull readers over a body in memory. They create nothing per sample: a series is
 * named by the byte range of its name and labels, whose hash the caller compares with what it saw
 * last time; only a new series has its labels parsed.
 */
@Export
@Version("2.1.0")
@NullMarked
package io.narthex.exposition;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
