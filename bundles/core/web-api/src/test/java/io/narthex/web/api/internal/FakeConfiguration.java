// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.config.Configuration;
import io.narthex.config.ReloadStatus;
import io.narthex.config.internal.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A configuration of a given text, whose reload can be made to fail. */
public final class FakeConfiguration implements ConfigService {

  private final Configuration current;
  private volatile @Nullable String error;

  /** Loads a text. */
  public FakeConfiguration(String yaml) {
    try {
      Path file = Files.createTempFile("narthex", ".yml");
      Files.writeString(file, yaml);
      current = new ConfigLoader(System::getenv, InstantSource.system()).load(file);
      Files.delete(file);
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes reloads fail from now on. */
  public void fail(@Nullable String message) {
    error = message;
  }

  @Override
  public Configuration current() {
    return current;
  }

  @Override
  public Configuration reload() throws ConfigException {
    if (error != null) {
      throw new ConfigException("prometheus.yml", 3, 1, "unknown key");
    }
    return current;
  }

  @Override
  public ReloadStatus status() {
    return new ReloadStatus(error == null, error, Instant.EPOCH, Instant.EPOCH);
  }

  @Override
  public Subscription subscribe(Consumer<Configuration> subscriber) {
    return () -> {};
  }
}
