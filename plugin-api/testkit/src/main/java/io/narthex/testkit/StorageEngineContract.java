// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the host relies on in a storage engine: {@linkplain StorageAppendContract appending},
 * {@linkplain StorageSelectContract reading}, {@linkplain StorageLabelContract labels}, {@linkplain
 * StorageHistogramContract histograms and exemplars}, and {@linkplain StorageLifeContract deleting
 * and opening again}. An engine that cannot do one of the optional things says so by overriding the
 * methods of {@link StorageFixture}.
 *
 * @param <C> its configuration
 */
public abstract class StorageEngineContract<C extends Record>
    extends PluginFactoryContract<StorageEngineFactory<C>>
    implements StorageAppendContract,
        StorageSelectContract,
        StorageLabelContract,
        StorageHistogramContract,
        StorageLifeContract {

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.ofEpochMilli(T0));
  private @Nullable StorageEngine engine;

  /** Returns the configuration to open it with. */
  protected abstract C configuration();

  @BeforeEach
  void open() throws IOException {
    engine = open(Files.createDirectory(folder.resolve("data")));
  }

  @AfterEach
  void close() throws IOException {
    engine().close();
  }

  private StorageEngine open(Path data) throws IOException {
    return factory().open(configuration(), new TestStorageContext(data, clock));
  }

  @Override
  public StorageEngine engine() {
    StorageEngine open = engine;
    if (open == null) {
      throw new IllegalStateException("no engine is open");
    }
    return open;
  }

  @Override
  public StorageEngine reopen() throws IOException {
    return reopenIn(folder.resolve("data"));
  }

  @Override
  public StorageEngine reopenIn(Path data) throws IOException {
    engine().close();
    StorageEngine opened = open(data);
    engine = opened;
    return opened;
  }

  @Override
  public Path emptyFolder() throws IOException {
    return Files.createTempDirectory(folder, "empty");
  }

  @Override
  public TestClock clock() {
    return clock;
  }
}
