// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.storage.StorageContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What an engine is given: the settings as they are when it asks.
 *
 * @param now returns the present settings
 */
record CurrentSettings(Supplier<StorageSettings> now) implements StorageContext {

  @Override
  public String name() {
    return now.get().name();
  }

  @Override
  public Path dataFolder() {
    return now.get().dataFolder();
  }

  @Override
  public Duration retention() {
    return now.get().retention();
  }

  @Override
  public long retentionBytes() {
    return now.get().retentionBytes();
  }

  @Override
  public Duration outOfOrderWindow() {
    return now.get().outOfOrderWindow();
  }

  @Override
  public long maxExemplars() {
    return now.get().maxExemplars();
  }

  @Override
  public InstantSource clock() {
    return now.get().clock();
  }
}
