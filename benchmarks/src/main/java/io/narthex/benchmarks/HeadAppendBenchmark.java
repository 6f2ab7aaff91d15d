// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.storage.local.LocalStorageConfig;
import io.narthex.storage.local.LocalStorageEngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Appends the scrapes of one target to the local engine: time per sample, from the values to log,
 * head and chunk file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HeadAppendBenchmark {

  private static final int SERIES = 5_000;
  private static final int SCRAPES = 64;

  /** How many of a scrape's values differ from the ones before, in percent. */
  @Param({"0", "10", "40", "100"})
  public int changedPercent;

  private final double[][] scrapes = new double[SCRAPES][SERIES];
  private Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // set by JMH before the first run
  private StorageEngine engine;

  @SuppressWarnings("NullAway.Init") // set by JMH before the first run
  private RowWriter writer;

  private long time;

  /** Opens an engine and names the series. */
  @Setup
  public void open() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < SCRAPES; i++) {
      for (int s = 0; s < SERIES; s++) {
        double before = i == 0 ? random.nextInt(1_000_000) : scrapes[i - 1][s];
        boolean changed = random.nextInt(100) < changedPercent;
        scrapes[i][s] = changed ? before + 1 + random.nextInt(100) : before;
      }
    }
    folder = Files.createTempDirectory("head-append");
    engine =
        new LocalStorageEngineFactory()
            .open(LocalStorageConfig.defaults(), new EngineContext(folder));
    writer = engine.writer(Labels.of("job", "benchmark"));
    for (int s = 0; s < SERIES; s++) {
      writer.column(Labels.of("__name__", "requests_total", "i", Integer.toString(s)));
    }
  }

  /** Appends a scrape. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public int scrape() {
    time += 15_000;
    writer.row(time);
    writer.setAll(scrapes[(int) (time / 15_000 % SCRAPES)], SERIES);
    return writer.commit().stored();
  }

  /** Appends a scrape sample by sample, as remote write does. */
  @Benchmark
  @OperationsPerInvocation(SERIES)
  public int single() {
    time += 15_000;
    double[] values = scrapes[(int) (time / 15_000 % SCRAPES)];
    writer.row(time);
    for (int s = 0; s < SERIES; s++) {
      writer.set(s, values[s]);
    }
    return writer.commit().stored();
  }

  /** Closes the engine and deletes its folder. */
  @TearDown
  public void close() throws Exception {
    engine.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
