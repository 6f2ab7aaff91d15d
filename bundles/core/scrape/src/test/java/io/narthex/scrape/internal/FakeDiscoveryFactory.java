// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.spi.config.Required;
import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import io.narthex.spi.model.Labels;
import io.narthex.spi.plugin.PluginContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Finds the one target that it is configured with, and keeps its sink for the test. */
final class FakeDiscoveryFactory implements TargetDiscoveryFactory<FakeDiscoveryFactory.Config> {

  record Config(@Required String address) {}

  volatile @Nullable TargetSink sink;

  @Override
  public String type() {
    return "moon";
  }

  @Override
  public Class<Config> configuration() {
    return Config.class;
  }

  @Override
  public TargetDiscovery create(Config configuration, PluginContext context) {
    return given -> {
      sink = given;
      given.replaceAll(
          List.of(
              new TargetGroup(
                  "g",
                  List.of(Labels.of("__address__", configuration.address())),
                  Labels.of("__meta_moon_phase", "full"))));
      given.refreshed(Duration.ofMillis(5));
      new CountDownLatch(1).await();
    };
  }
}
