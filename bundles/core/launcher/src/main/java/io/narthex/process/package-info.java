// SPDX-License-Identifier: Apache-2.0
/**
 * What core bundles may ask of the process that they run in. The launcher serves it and the system
 * bundle exports it.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.narthex.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
