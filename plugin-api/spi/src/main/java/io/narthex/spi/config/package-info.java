// SPDX-License-Identifier: Apache-2.0

/**
 * How a plug-in receives its configuration: it names a record, the host binds a YAML node to it.
 *
 * <p>The binding is strict. A key {@code foo_bar} binds to the component {@code fooBar}; an unknown
 * key, a missing {@link io.narthex.spi.config.Required} component and a value of the wrong type are
 * errors that name file, line and column. A component whose key is absent is {@code null} (or
 * zero); the record's compact constructor puts defaults in place and throws {@link
 * java.lang.IllegalArgumentException} for values it refuses; the message is shown to the operator
 * beside the position.
 *
 * <p>Types that can be bound: {@code String}, {@code boolean}, {@code int}, {@code long}, {@code
 * double} and their boxes, {@link java.time.Duration} (Prometheus syntax, see {@link
 * io.narthex.spi.config.Durations}), {@link java.net.URI}, {@link java.nio.file.Path} (relative
 * ones are resolved against the folder of the file), enums (lower case), {@link
 * io.narthex.spi.config.Secret}, {@link io.narthex.spi.config.TemplateText}, {@link
 * java.util.List}, {@link java.util.Map} with {@code String} keys, and further records.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
