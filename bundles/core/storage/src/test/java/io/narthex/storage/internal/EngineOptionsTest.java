// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.model.StorageConfig;
import io.narthex.spi.config.Doc;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The section {@code storage.engine}. */
class EngineOptionsTest {

  /** What the engine of this test can be told. */
  record Options(@Doc("A limit.") int maxSeries) {}

  /** An engine that remembers its options. */
  private static final class Factory implements StorageEngineFactory<Options> {

    @Nullable Options given;

    @Override
    public String type() {
      return "local";
    }

    @Override
    public Class<Options> configuration() {
      return Options.class;
    }

    @Override
    public StorageEngine open(Options configuration, StorageContext context) throws IOException {
      given = configuration;
      return new FakeEngineFactory("local", "x")
          .open(new io.narthex.spi.config.NoConfig(), context);
    }
  }

  private final FakeRegistry registry = new FakeRegistry();
  private final Factory factory = new Factory();

  private static StorageConfig config(String text) throws ConfigException {
    return ConfigBinder.parse("prometheus.yml", text, Path.of("")).bind(StorageConfig.class);
  }

  private StorageHost host(String text) throws ConfigException {
    return new StorageHost(
        registry,
        StorageSettings.of(Map.<String, String>of()::get, config(text), InstantSource.system()),
        available -> {});
  }

  @Test
  void options_reach_the_engine() throws Exception {
    try (StorageHost host = host("engine:\n  max_series: 5\n")) {
      host.open();
      registry.add("storage", factory);
      assertThat(factory.given).isEqualTo(new Options(5));
    }
  }

  @Test
  void without_options_the_engine_has_its_defaults() throws Exception {
    try (StorageHost host = host("tsdb: {}\n")) {
      host.open();
      registry.add("storage", factory);
      assertThat(factory.given).isEqualTo(new Options(0));
    }
  }

  @Test
  void an_option_that_the_engine_does_not_know_is_told_with_its_place() throws Exception {
    try (StorageHost host = host("engine:\n  max_serie: 5\n")) {
      host.open();
      registry.add("storage", factory);
      assertThat(host.status().open()).isFalse();
      assertThat(host.status().reason()).contains("prometheus.yml:2:3").contains("max_serie");
    }
  }

  @Test
  void a_reload_with_a_wrong_option_is_refused() throws Exception {
    EngineOptionsCheck check = new EngineOptionsCheck(registry, "local");
    StorageConfig wrong = config("engine:\n  max_series: many\n");
    // The engine's plug-in is not there: it looks when it comes.
    assertThatCode(() -> check.check(wrong)).doesNotThrowAnyException();
    registry.add("storage", factory);
    assertThatThrownBy(() -> check.check(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prometheus.yml:2:15");
    assertThatCode(() -> check.check(config("engine: {max_series: 7}\n")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check.check(StorageConfig.DEFAULT)).doesNotThrowAnyException();
  }
}
