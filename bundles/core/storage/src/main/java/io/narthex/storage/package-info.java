// SPDX-License-Identifier: Apache-2.0
/**
 * The storage host: it opens the storage engine that the operator chose, swaps it when its plug-in
 * is updated, keeps rows meanwhile, and says why there is none.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.narthex.storage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
