// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.storage.StorageContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What a host gives whose configuration is reloaded. */
record ChangingContext(Path dataFolder, Supplier<Duration> window) implements StorageContext {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Duration retention() {
    return Duration.ofDays(15);
  }

  @Override
  public long retentionBytes() {
    return 0;
  }

  @Override
  public Duration outOfOrderWindow() {
    return window.get();
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }
}
