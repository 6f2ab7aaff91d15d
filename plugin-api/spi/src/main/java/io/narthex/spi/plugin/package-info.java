// SPDX-License-Identifier: Apache-2.0

/**
 * What all kinds of plug-ins have in common: a factory with a type name and a typed configuration,
 * and the context that the host hands to each instance.
 *
 * <p>A plug-in is a bundle that registers one or more factories as OSGi services, usually with
 * {@code @Component}. The host finds them by their service type, binds configuration, creates
 * instances, calls them under a deadline and closes them. A plug-in never looks the host up.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
