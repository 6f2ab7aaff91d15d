// SPDX-License-Identifier: Apache-2.0
/**
 * Go's template language, in which labels and annotations of alerts and the messages of notifiers
 * are written: reading a text and finding what is wrong in it.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.template;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
