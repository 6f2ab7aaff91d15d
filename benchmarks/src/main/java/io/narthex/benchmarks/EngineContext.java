// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.spi.storage.StorageContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** What an engine under measurement is told. */
record EngineContext(Path dataFolder) implements StorageContext {

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
    return Duration.ZERO;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }
}
