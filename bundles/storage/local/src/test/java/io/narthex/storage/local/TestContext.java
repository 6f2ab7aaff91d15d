// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What a host gives, for tests. */
record TestContext(
    Path dataFolder,
    Duration retention,
    long retentionBytes,
    Duration outOfOrderWindow,
    long now,
    long maxExemplars)
    implements StorageContext {

  TestContext(
      Path folder, Duration retention, long retentionBytes, Duration outOfOrderWindow, long now) {
    this(folder, retention, retentionBytes, outOfOrderWindow, now, 100_000);
  }

  TestContext(Path folder) {
    this(folder, Duration.ofDays(15), 0, Duration.ZERO, 0);
  }

  TestContext(Path folder, Duration outOfOrderWindow) {
    this(folder, Duration.ofDays(15), 0, outOfOrderWindow, 0);
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Instant.ofEpochMilli(now));
  }

  StorageEngine open() throws IOException {
    return open(LocalStorageConfig.defaults());
  }

  StorageEngine open(LocalStorageConfig config) throws IOException {
    return new LocalStorageEngineFactory().open(config, this);
  }
}
