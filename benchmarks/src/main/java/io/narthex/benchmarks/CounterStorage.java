// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.storage.local.LocalStorageConfig;
import io.narthex.storage.local.LocalStorageEngineFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The local storage engine in a folder of its own, with counters {@code x} of 1,000 pods, three
 * series each, taken every 30 s. They go up by 0 to 99.
 */
final class CounterStorage implements AutoCloseable {

  static final int SERIES = 3_000;
  static final long INTERVAL_MS = 30_000;

  private final Path folder;
  private final StorageEngine engine;
  private final long lastMs;

  /**
   * Fills an engine.
   *
   * @param rows how many samples each series gets; the last is at about the present time
   */
  CounterStorage(int rows) throws IOException {
    folder = Files.createTempDirectory("narthex-benchmark");
    engine =
        new LocalStorageEngineFactory()
            .open(LocalStorageConfig.defaults(), new EngineContext(folder));
    lastMs = System.currentTimeMillis() / INTERVAL_MS * INTERVAL_MS;
    Random random = new Random(7);
    try (RowWriter writer = engine.writer(Labels.of("job", "x", "instance", "one:80"))) {
      int[] columns = new int[SERIES];
      double[] values = new double[SERIES];
      for (int i = 0; i < SERIES; i++) {
        columns[i] =
            writer.column(
                Labels.of(
                    "__name__", "x",
                    "job", "x",
                    "instance", "one:80",
                    "namespace", "prod",
                    "container", "c" + i % 3,
                    "pod", "app-" + i / 3 + "-7c9f6d" + i * 7_919));
        values[i] = random.nextInt(100_000);
      }
      for (int row = 0; row < rows; row++) {
        writer.row(lastMs - (rows - 1 - row) * INTERVAL_MS);
        for (int i = 0; i < SERIES; i++) {
          values[i] += random.nextInt(100);
          writer.set(columns[i], values[i]);
        }
        writer.commit();
      }
    }
  }

  StorageEngine engine() {
    return engine;
  }

  /** Returns the time of the newest samples. */
  long lastMs() {
    return lastMs;
  }

  @Override
  public void close() throws IOException {
    engine.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
