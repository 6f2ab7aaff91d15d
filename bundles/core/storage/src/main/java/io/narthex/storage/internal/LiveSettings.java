// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.storage.StorageContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What an engine is given, as it is now: a reload may change how long samples are kept and how far
 * behind they may come. Type and folder stay until the process ends. Safe for several threads.
 */
final class LiveSettings implements StorageContext {

  private final StorageSettings first;
  private volatile StorageSettings now;

  LiveSettings(StorageSettings settings) {
    this.first = settings;
    this.now = settings;
  }

  void update(StorageSettings settings) {
    now = settings;
  }

  @Override
  public String name() {
    return first.name();
  }

  @Override
  public Path dataFolder() {
    return first.dataFolder();
  }

  @Override
  public Duration retention() {
    return now.retention();
  }

  @Override
  public long retentionBytes() {
    return now.retentionBytes();
  }

  @Override
  public Duration outOfOrderWindow() {
    return now.outOfOrderWindow();
  }

  @Override
  public InstantSource clock() {
    return first.clock();
  }
}
