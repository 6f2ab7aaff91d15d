// SPDX-License-Identifier: Apache-2.0
/**
 * The web configuration file: TLS, users and headers of the server's own listener, by the keys of
 * Prometheus' exporter toolkit.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.config.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
