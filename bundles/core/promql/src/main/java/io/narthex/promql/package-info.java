// SPDX-License-Identifier: Apache-2.0
/** The query engine's API: text in, values and annotations out. */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.promql;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
