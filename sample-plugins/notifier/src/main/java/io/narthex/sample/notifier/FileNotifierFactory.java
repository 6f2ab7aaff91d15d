// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.notifier;

import io.narthex.spi.notifier.Notifier;
import io.narthex.spi.notifier.NotifierFactory;
import io.narthex.spi.plugin.PluginContext;
import org.osgi.service.component.annotations.Component;

/** Makes notifiers of the type {@code sample}: {@code sample_configs} refers to it. */
@Component(service = NotifierFactory.class)
public final class FileNotifierFactory implements NotifierFactory<FileConfig> {

  @Override
  public String type() {
    return "sample";
  }

  @Override
  public Class<FileConfig> configuration() {
    return FileConfig.class;
  }

  @Override
  public Notifier create(FileConfig configuration, PluginContext context) {
    return new FileNotifier(configuration);
  }
}
