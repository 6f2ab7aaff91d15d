// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.notifier.NotifierFactory;
import io.narthex.spi.plugin.PluginFactory;
import io.narthex.spi.promql.PromqlFunction;
import io.narthex.spi.storage.StorageEngineFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of plug-ins, each with the service interface that it registers. */
enum PluginKind {
  EXPORTER(ExporterFactory.class),
  DISCOVERY(TargetDiscoveryFactory.class),
  NOTIFIER(NotifierFactory.class),
  STORAGE(StorageEngineFactory.class),
  FUNCTION(PromqlFunction.class);

  private final Class<?> factory;

  PluginKind(Class<?> factory) {
    this.factory = factory;
  }

  /** Returns the word that the API and metrics use. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the service interface. */
  Class<?> factory() {
    return factory;
  }

  /** Returns the kind of a service interface. */
  static Optional<PluginKind> ofService(String className) {
    return Arrays.stream(values()).filter(k -> k.factory.getName().equals(className)).findFirst();
  }

  /**
   * Returns the kind of a factory interface.
   *
   * @throws IllegalArgumentException when the interface belongs to no kind
   */
  static PluginKind of(Class<? extends PluginFactory<?>> factory) {
    return ofService(factory.getName())
        .orElseThrow(() -> new IllegalArgumentException(factory + " is no kind of plug-in"));
  }
}
