// SPDX-License-Identifier: Apache-2.0
/**
 * What core bundles need of plug-ins: the factories that are live, guarded calls into them, and the
 * inventory that operators see.
 */
@Export
@Version("1.3.0")
@NullMarked
package io.narthex.plugins;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
