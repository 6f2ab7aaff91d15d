// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP server. It listens, guards every endpoint of every bundle with one filter (origins,
 * limits, error bodies, metrics), and tells others where it is reached. Endpoints come from other
 * bundles by the servlet whiteboard.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
