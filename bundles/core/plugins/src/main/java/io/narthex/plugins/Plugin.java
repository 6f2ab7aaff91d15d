// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import io.narthex.spi.plugin.PluginFactory;

/**
 * A live factory of a plug-in.
 *
 * @param kind {@code exporter}, {@code discovery}, {@code notifier}, {@code storage} or {@code
 *     function}
 * @param type the factory's type, {@code node} for instance
 * @param factory the factory service; call it through {@link PluginRegistry#call} only
 * @param bundle the symbolic name of its bundle
 * @param version the version of its bundle
 * @param <F> the kind of factory
 */
public record Plugin<F extends PluginFactory<?>>(
    String kind, String type, F factory, String bundle, String version) {}
