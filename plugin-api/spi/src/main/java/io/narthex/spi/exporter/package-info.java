// SPDX-License-Identifier: Apache-2.0

/**
 * The SPI of exporters: sources of metrics that run inside the process and are scraped without
 * HTTP.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.exporter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
