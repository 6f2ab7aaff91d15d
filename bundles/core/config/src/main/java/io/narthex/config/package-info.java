// SPDX-License-Identifier: Apache-2.0
/**
 * The server's configuration: what is in force, how it is reloaded, and how a part of it is bound
 * to a record.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
