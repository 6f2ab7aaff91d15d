// SPDX-License-Identifier: Apache-2.0

/**
 * The SPI of target discovery: plug-ins that say which targets exist, as {@code foo_sd_configs} in
 * {@code prometheus.yml} does.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.narthex.spi.discovery;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
