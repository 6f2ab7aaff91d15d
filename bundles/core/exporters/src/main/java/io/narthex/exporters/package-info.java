// SPDX-License-Identifier: Apache-2.0
/**
 * The instances of exporter plug-ins: which run, which wait for their plug-in, and how they are
 * asked for their metrics.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.narthex.exporters;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
