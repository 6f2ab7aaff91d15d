// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.spi.config.Required;
import io.narthex.spi.plugin.PluginContext;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;

/** The configuration of an instance that was given none. */
final class EmptyConfig {

  private EmptyConfig() {}

  /** Returns whether a plug-in can run without being configured. */
  static boolean suffices(Class<? extends Record> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Required.class)) {
        return false;
      }
    }
    return true;
  }

  static <C extends Record> C of(Class<C> type, PluginContext context) throws ConfigException {
    Path folder = Path.of("").toAbsolutePath();
    return ConfigBinder.empty("exporter " + context.name(), folder).bind(type);
  }
}
