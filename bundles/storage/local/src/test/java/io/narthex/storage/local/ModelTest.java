// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the engine under random use with a plain map. */
class ModelTest {

  private static final double[] ODD = {
    0.0,
    -0.0,
    Double.NaN,
    SpecialValues.STALE,
    SpecialValues.NAN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    0.1,
    1e300,
    -3.25
  };

  @TempDir Path folder;

  private final Map<Labels, TreeMap<Long, Object>> model = new HashMap<>();
  private final Map<Labels, Long> newest = new HashMap<>();
  private final Map<Labels, List<long[]>> deleted = new HashMap<>();
  private final Map<Labels, Map<Long, Long>> starts = new HashMap<>();
  private final ModelExemplars exemplars = new ModelExemplars(70);
  private final ModelMetadata metadata = new ModelMetadata();
  private long window;
  private long retention;
  private Random random = new Random();

  private record Writer(RowWriter writer, Labels target, Map<Integer, Labels> columns) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void a_random_history_reads_as_a_plain_map(long seed) throws Exception {
    random = new Random(seed);
    window = seed % 2 == 0 ? 0 : 50_000;
    LocalStorageConfig config =
        new LocalStorageConfig(Duration.ofMillis(20), 1 << 17, 2, 2 + random.nextInt(40), 0);
    retention = seed % 3 == 0 ? 5 * 3_600_000 : 0;
    TestContext context =
        new TestContext(
            folder,
            Duration.ofMillis(retention == 0 ? 15L * 24 * 3_600_000 : retention),
            0,
            Duration.ofMillis(window),
            Long.MAX_VALUE / 4,
            70);
    StorageEngine engine = context.open(config);
    List<Writer> writers = new ArrayList<>();
    long now = 1_000_000;
    try {
      for (int step = 0; step < 600; step++) {
        int what = random.nextInt(100);
        if (what < 6 || writers.isEmpty()) {
          Labels target = Labels.of("job", "j" + random.nextInt(4));
          writers.add(new Writer(engine.writer(target), target, new HashMap<>()));
        } else if (what < 80) {
          append(writers.get(random.nextInt(writers.size())), now);
          now += random.nextInt(4) * 1000 + (random.nextInt(60) == 0 ? 5_000_000 : 0);
        } else if (what < 84) {
          release(writers.get(random.nextInt(writers.size())));
        } else if (what < 86) {
          writers.remove(random.nextInt(writers.size())).writer.close();
        } else if (what < 89) {
          ((LocalStorageEngine) engine).maintain();
        } else if (what < 90) {
          delete(engine, now);
        } else if (what < 92) {
          engine.close();
          engine = context.open(config);
          writers.clear();
          metadata.restart();
        } else {
          long from = 1_000_000 + random.nextInt((int) (now - 1_000_000) + 1);
          check(
              engine,
              seed,
              from,
              from + random.nextInt(random.nextBoolean() ? 200_000 : 20_000_000));
        }
      }
      check(engine, seed, 0, Long.MAX_VALUE);
      engine.cleanTombstones();
      check(engine, seed, 0, Long.MAX_VALUE);
    } finally {
      engine.close();
    }
    metadata.restart();
    try (StorageEngine again = context.open(config)) {
      check(again, seed, 0, Long.MAX_VALUE);
    }
  }

  private void append(Writer to, long now) {
    Map<Labels, TreeMap<Long, Object>> added = new HashMap<>();
    Map<Labels, Map<Long, Long>> addedStarts = new HashMap<>();
    List<Map.Entry<Labels, Exemplar>> addedExemplars = new ArrayList<>();
    int refusedExpected = 0;
    int rows = 1 + (random.nextInt(5) == 0 ? random.nextInt(4) : 0);
    int series = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 40;
    boolean sparse = random.nextInt(4) == 0;
    for (int row = 0; row < rows; row++) {
      long time = now + row * 10L - (random.nextInt(6) == 0 ? random.nextInt(80) * 1000L : 0);
      if (random.nextInt(30) == 0) {
        // About where a sample is too old for any series.
        time -= 3_500_000 + random.nextInt(200_000);
      }
      time = Math.max(1, time);
      to.writer.row(time);
      for (int i = 0; i < series; i++) {
        if (sparse && random.nextInt(20) != 0) {
          continue;
        }
        int id = random.nextInt(10) == 0 ? random.nextInt(60) : i;
        // Some series are in several targets.
        Labels labels =
            id % 10 == 9
                ? Labels.of("__name__", "shared", "i", "" + id)
                : Labels.of("__name__", "m" + id % 3, "i", "" + id, "job", to.target.get("job"));
        int column = to.writer.column(labels);
        to.columns.put(column, labels);
        Object value;
        if (id % 13 == 5) {
          Histogram histogram = histogram();
          to.writer.setHistogram(column, histogram);
          value = histogram;
        } else {
          double v =
              switch (random.nextInt(4)) {
                case 0 -> ODD[random.nextInt(ODD.length)];
                case 1 -> random.nextGaussian();
                case 2 -> random.nextInt(5);
                default -> id;
              };
          to.writer.set(column, v);
          value = Double.doubleToRawLongBits(v);
        }
        if (hasStarts(labels)) {
          long start = start(labels, time) + random.nextInt(3);
          to.writer.startTimestamp(column, start);
          addedStarts
              .computeIfAbsent(labels, l -> new HashMap<>())
              .put(time + ((long) row << 48), start);
        }
        if (random.nextInt(15) == 0) {
          Exemplar exemplar =
              new Exemplar(
                  Labels.of("trace_id", "t" + random.nextInt(99)),
                  random.nextInt(9),
                  time - random.nextInt(500));
          to.writer.exemplar(column, exemplar);
          addedExemplars.add(Map.entry(labels, exemplar));
        }
        added.computeIfAbsent(labels, l -> new TreeMap<>()).put(time + ((long) row << 48), value);
      }
    }
    if (random.nextInt(10) == 0) {
      String family = "m" + random.nextInt(3);
      MetricMetadata said =
          new MetricMetadata(
              family, MetricType.values()[random.nextInt(3)], "", "help " + random.nextInt(4));
      to.writer.metadata(said);
      metadata.put(to.target, said);
    }
    if (random.nextInt(20) == 0) {
      to.writer.rollback();
      return;
    }
    long newestOfAll =
        newest.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE / 2);
    CommitResult result = to.writer.commit();
    addedExemplars.forEach(e -> exemplars.add(e.getKey(), e.getValue()));
    int stored = 0;
    for (Map.Entry<Labels, TreeMap<Long, Object>> e : added.entrySet()) {
      List<Map.Entry<Long, Object>> byTime = new ArrayList<>(e.getValue().entrySet());
      long mask = (1L << 48) - 1;
      byTime.sort((a, b) -> Long.compare(a.getKey() & mask, b.getKey() & mask));
      for (Map.Entry<Long, Object> sample : byTime) {
        long time = sample.getKey() & mask;
        TreeMap<Long, Object> have = model.computeIfAbsent(e.getKey(), l -> new TreeMap<>());
        long last = newest.getOrDefault(e.getKey(), Long.MIN_VALUE);
        boolean mayBeLate = window > 0 && time >= newestOfAll - window;
        Long start = addedStarts.getOrDefault(e.getKey(), Map.of()).get(sample.getKey());
        if (time < newestOfAll - 3_600_000 && !mayBeLate) {
          refusedExpected++;
        } else if (time > last) {
          have.put(time, sample.getValue());
          putStart(e.getKey(), time, start);
          newest.put(e.getKey(), time);
          stored++;
        } else if (time == last || mayBeLate) {
          Object existing = have.get(time);
          if (existing == null) {
            have.put(time, sample.getValue());
            putStart(e.getKey(), time, start);
            stored++;
          } else if (existing.equals(sample.getValue())) {
            stored++;
          } else {
            refusedExpected++;
          }
        } else {
          refusedExpected++;
        }
      }
    }
    assertThat(result.stored()).as("stored").isEqualTo(stored);
    assertThat(result.refused()).as("refused").isEqualTo(refusedExpected);
    assertThat(result.refusals()).hasSize(Math.min(refusedExpected, CommitResult.MAX_REFUSALS));
  }

  private void putStart(Labels labels, long time, @Nullable Long start) {
    if (start != null) {
      starts.computeIfAbsent(labels, l -> new HashMap<>()).put(time, start);
    }
  }

  private static boolean hasStarts(Labels labels) {
    return labels.hashCode() % 5 == 0;
  }

  private static long start(Labels labels, long time) {
    return 1 + time / 100_000 * 100 + Math.floorMod(labels.hashCode(), 50);
  }

  private void delete(StorageEngine engine, long now) {
    long from = now - random.nextInt(100_000);
    long to = random.nextBoolean() ? Long.MAX_VALUE : from + random.nextInt(50_000);
    String metric = "m" + random.nextInt(3);
    long newestOfAll = newest.values().stream().mapToLong(Long::longValue).max().orElse(0);
    engine.delete(List.of(List.of(Matcher.equal("__name__", metric))), from, to);
    model.forEach(
        (labels, samples) -> {
          TreeMap<Long, Object> gone = new TreeMap<>(visible(labels).subMap(from, true, to, true));
          if (labels.metricName().equals(metric) && !gone.isEmpty()) {
            deleted
                .computeIfAbsent(labels, l -> new ArrayList<>())
                .add(new long[] {from, Math.min(to, newestOfAll)});
          }
        });
  }

  private TreeMap<Long, Object> visible(Labels labels) {
    TreeMap<Long, Object> samples = new TreeMap<>(model.getOrDefault(labels, new TreeMap<>()));
    for (long[] range : deleted.getOrDefault(labels, List.of())) {
      samples.subMap(range[0], true, range[1], true).clear();
    }
    return samples;
  }

  private Histogram histogram() {
    boolean whole = random.nextBoolean();
    boolean custom = random.nextInt(3) == 0;
    double[] counts = new double[3];
    for (int i = 0; i < 3; i++) {
      counts[i] = whole ? random.nextInt(100) : random.nextDouble();
    }
    return new Histogram(
        custom ? -53 : random.nextInt(5),
        whole,
        Histogram.ResetHint.values()[random.nextInt(4)],
        0.001,
        random.nextInt(4),
        random.nextInt(1000),
        random.nextInt(10) == 0 ? SpecialValues.STALE : random.nextGaussian(),
        List.of(new BucketSpan(-2, 1), new BucketSpan(3, 2)),
        counts,
        List.of(),
        new double[0],
        custom ? new double[] {1, 2.5, random.nextInt(9) + 3} : new double[0]);
  }

  private void release(Writer writer) {
    for (Integer column : List.copyOf(writer.columns.keySet())) {
      if (random.nextInt(4) == 0) {
        writer.writer.release(column);
        writer.columns.remove(column);
      }
    }
    writer.writer.commit();
  }

  /** What is too old may be there or not; all else must be. */
  private void checkRetained(
      Map<Labels, TreeMap<Long, Object>> expected,
      Map<Labels, TreeMap<Long, Object>> found,
      long seed) {
    long last = newest.values().stream().mapToLong(Long::longValue).max().orElse(0);
    found.forEach(
        (labels, samples) ->
            assertThat(expected.get(labels))
                .as("%s, seed %d", labels, seed)
                .containsAllEntriesOf(samples));
    expected.forEach(
        (labels, samples) -> {
          Map<Long, Object> young = samples.tailMap(last - retention, true);
          if (!young.isEmpty()) {
            assertThat(found.get(labels))
                .as("%s, seed %d", labels, seed)
                .containsAllEntriesOf(young);
          }
        });
  }

  private void check(StorageEngine engine, long seed, long from, long to) {
    Map<Labels, TreeMap<Long, Object>> expected = new HashMap<>();
    model.forEach(
        (labels, samples) -> {
          TreeMap<Long, Object> part = new TreeMap<>(visible(labels).subMap(from, true, to, true));
          if (!part.isEmpty()) {
            expected.put(labels, part);
          }
        });
    Map<Labels, TreeMap<Long, Object>> found =
        Samples.of(engine, from, to, new Matcher("__name__", Matcher.Type.REGEX, ".+"));
    Samples.starts(engine, from, to, new Matcher("__name__", Matcher.Type.REGEX, ".+"))
        .forEach(
            (labels, read) ->
                read.forEach(
                    (time, start) ->
                        assertThat(start)
                            .as("start of %s at %d, seed %d", labels, time, seed)
                            .isEqualTo(
                                starts.getOrDefault(labels, Map.of()).getOrDefault(time, 0L))));
    assertThat(engine.metadata())
        .as("metadata, seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(metadata.all());
    if (retention > 0) {
      checkRetained(expected, found, seed);
      return;
    }
    List<Matcher> named = List.of(new Matcher("__name__", Matcher.Type.REGEX, ".+"));
    assertThat(engine.exemplars(List.of(named), from, to))
        .as("exemplars, seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(exemplars.within(from, to));
    assertThat(found.keySet()).as("series, seed %d", seed).isEqualTo(expected.keySet());
    expected.forEach(
        (labels, samples) ->
            assertThat(found.get(labels)).as("%s, seed %d", labels, seed).isEqualTo(samples));
    assertThat(
            engine.series(
                List.of(List.of(new Matcher("i", Matcher.Type.NOT_EQUAL, ""))), from, to, 0))
        .as("series(), seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertThat(engine.labelValues("__name__", List.of(), from, to, 0))
        .containsExactlyElementsOf(
            expected.keySet().stream().map(Labels::metricName).sorted().distinct().toList());
  }
}
