// SPDX-License-Identifier: Apache-2.0
/**
 * Relabelling: rules that rewrite, keep or drop a set of labels, with the semantics of Prometheus
 * 3.14 down to RE2 syntax, template expansion and hashing.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.config.relabel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
