// SPDX-License-Identifier: Apache-2.0
/**
 * The records of {@code prometheus.yml} 3.14, with upstream's keys, defaults and checks. All are
 * immutable and compare by content, so that a reload can tell what changed.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.config.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
