// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.storage.local.label.Cardinality;
import io.narthex.storage.local.label.LabelStore;
import io.narthex.storage.local.label.SeriesLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The label store with a million series: naming them, opening it, and asking it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class LabelStoreBenchmark {

  private static final int INSTANCES = 2_000;
  private static final int SERIES = 500;
  private static final SeriesLimits LIMITS = new SeriesLimits(Integer.MAX_VALUE, 0);

  private Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // set by JMH before the first run
  private LabelStore store;

  /** Names the series. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = Files.createTempDirectory("labels");
    store = open();
    name(store, INSTANCES);
    store.refresh(true);
  }

  /** Removes the files. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    store.close();
    delete(folder);
  }

  private LabelStore open() throws IOException {
    return new LabelStore(
        folder,
        LIMITS,
        visitor -> {},
        warning -> {
          throw new IllegalStateException(warning);
        });
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void name(LabelStore into, int instances) throws IOException {
    for (int i = 0; i < instances; i++) {
      String instance = "host-" + i + ":9100";
      int target = into.target(Labels.of("job", "node", "instance", instance));
      for (int s = 0; s < SERIES; s++) {
        into.series(
            Labels.ofSorted(
                new String[] {
                  "__name__",
                  "node_metric_" + s / 5,
                  "cpu",
                  Integer.toString(s % 64),
                  "instance",
                  instance,
                  "job",
                  "node",
                  "mode",
                  "mode-" + s % 5,
                  "pod",
                  "pod-" + i + "-" + s / 50
                }),
            target);
      }
      into.flush();
      if (i % 200 == 199) {
        into.refresh(false);
      }
    }
  }

  /** Names 100,000 new series and puts them into the index on disk. */
  @Benchmark
  public int nameAndIndex() throws IOException {
    Path fresh = Files.createTempDirectory("fresh");
    try (LabelStore one = new LabelStore(fresh, LIMITS, visitor -> {}, warning -> {})) {
      name(one, 200);
      one.refresh(true);
      return one.seriesCount();
    } finally {
      delete(fresh);
    }
  }

  /** Closes and opens the store with its million series. */
  @Benchmark
  public int reopen() throws IOException {
    store.close();
    store = open();
    return store.seriesCount();
  }

  /** Selects a metric of a thousand hosts of a million series. */
  @Benchmark
  public int selectNameAndRegex() {
    return store.select(
            List.of(
                new Matcher("__name__", Matcher.Type.EQUAL, "node_metric_7"),
                new Matcher("instance", Matcher.Type.REGEX, "host-1.*")))
        .length;
  }

  /** Selects nearly everything by a regular expression for the name. */
  @Benchmark
  public int selectByNameRegex() {
    return store.select(List.of(new Matcher("__name__", Matcher.Type.REGEX, "node_metric_[0-8].*")))
        .length;
  }

  /** Tests a regular expression on a vocabulary of 20,000 values among a million series. */
  @Benchmark
  public int selectByWideRegex() {
    return store.select(List.of(new Matcher("pod", Matcher.Type.REGEX, "pod-1[0-9]+-[37]"))).length;
  }

  /** The values of a label under a matcher. */
  @Benchmark
  public int labelValuesOfMetric() {
    int[] some =
        store.select(List.of(new Matcher("__name__", Matcher.Type.EQUAL, "node_metric_7")));
    return store.values("instance", some, n -> true).size();
  }

  /** The values of a label without a matcher. */
  @Benchmark
  public int labelValues() {
    return store.values("pod", n -> true).size();
  }

  /** What /api/v1/status/tsdb shows. */
  @Benchmark
  public Cardinality cardinality() {
    return store.cardinality(10);
  }
}
