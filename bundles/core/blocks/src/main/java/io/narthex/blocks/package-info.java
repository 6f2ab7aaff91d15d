// SPDX-License-Identifier: Apache-2.0
/**
 * Blocks of Prometheus' own storage engine, read and written, so that people can move their samples
 * in and out.
 *
 * <p>A block is a folder named by a ULID with {@code meta.json}, {@code index}, {@code chunks/} and
 * mostly {@code tombstones}. The formats are those of the pages under {@code tsdb/docs/format} of
 * Prometheus; each class that reads or writes one says which.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.blocks;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
