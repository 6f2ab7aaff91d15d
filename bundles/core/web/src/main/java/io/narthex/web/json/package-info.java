// SPDX-License-Identifier: Apache-2.0
/**
 * JSON as Prometheus' HTTP API writes it, straight into bytes: texts with the escapes of Go's
 * encoder, sample values as Go's {@code strconv} prints them, timestamps in seconds. Made for
 * answers with millions of samples, so nothing here creates an object per sample.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.web.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
