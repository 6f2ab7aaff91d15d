// SPDX-License-Identifier: Apache-2.0
/**
 * What a configuration keeps outside itself or in PEM: files that are read again when they change,
 * certificates and private keys.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.config.material;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
