// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.storage.StorageContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the host gives to a storage engine.
 *
 * @param name the instance's name
 * @param dataFolder where the data goes
 * @param retention how long samples are kept, zero for ever
 * @param retentionBytes the most bytes on disk, 0 for no limit
 * @param outOfOrderWindow how far behind the newest sample of all one may be appended
 * @param clock the clock
 */
public record TestStorageContext(
    String name,
    Path dataFolder,
    Duration retention,
    long retentionBytes,
    Duration outOfOrderWindow,
    InstantSource clock)
    implements StorageContext {

  /** A context without limits, that refuses samples out of order. */
  public TestStorageContext(Path dataFolder, InstantSource clock) {
    this("test", dataFolder, Duration.ZERO, 0, Duration.ZERO, clock);
  }

  /** Returns the same with another window for samples out of order. */
  public TestStorageContext withOutOfOrderWindow(Duration window) {
    return new TestStorageContext(name, dataFolder, retention, retentionBytes, window, clock);
  }
}
