// SPDX-License-Identifier: Apache-2.0

/**
 * The SPI of notifiers: plug-ins that deliver one notification to one receiver, as {@code
 * foo_configs} in {@code alertmanager.yml} does.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.notifier;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
