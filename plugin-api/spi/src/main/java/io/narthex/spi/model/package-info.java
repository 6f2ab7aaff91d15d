// SPDX-License-Identifier: Apache-2.0

/**
 * The data model of Prometheus that core and plug-ins share: labels, matchers, native histograms,
 * exemplars, metric metadata and the special values of a sample.
 *
 * <p>All types are immutable. Timestamps are milliseconds since the Unix epoch, values are IEEE 754
 * doubles.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
