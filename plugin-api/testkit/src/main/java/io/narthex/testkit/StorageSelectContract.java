// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static io.narthex.testkit.StorageFixture.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the host relies on when it reads; a part of {@link StorageEngineContract}. */
public interface StorageSelectContract extends StorageFixture {

  @Test
  default void aRangeIncludesBothItsEnds() {
    for (int i = 0; i < 10; i++) {
      append(series("a"), T0 + i * STEP, i);
    }
    Matcher a = Matcher.equal("__name__", "a");
    assertThat(Reading.samples(engine(), T0 + 2 * STEP, T0 + 4 * STEP, a).get(series("a")))
        .extracting(Sample::value)
        .containsExactly(2., 3., 4.);
    assertThat(Reading.samples(engine(), T0 + 2 * STEP + 1, T0 + 4 * STEP - 1, a).get(series("a")))
        .extracting(Sample::value)
        .containsExactly(3.);
    assertThat(Reading.samples(engine(), T0 + 9 * STEP + 1, T0 + 100 * STEP, a)).isEmpty();
    assertThat(Reading.samples(engine(), T0 - 100, T0 - 1, a)).isEmpty();
  }

  @Test
  default void anEmptyEngineAnswersWithNothing() {
    assertThat(read("a")).isEmpty();
  }

  @Test
  default void matchersMatchAsPrometheusDoes() {
    List<Labels> all = new ArrayList<>();
    for (String name : List.of("a", "ab", "b_total")) {
      for (String env : List.of("", "prod", "test", "pré-prod", "a.b")) {
        all.add(series(name, "env", env));
      }
    }
    try (RowWriter writer = engine().writer(TARGET)) {
      writer.row(T0);
      all.forEach(labels -> writer.set(writer.column(labels), 1));
      writer.commit();
    }
    List<String> expressions =
        List.of(
            "",
            "prod",
            "a",
            "a.b",
            "p.*",
            ".*",
            ".+",
            "prod|test",
            "|prod",
            "(?i)PROD",
            "pr[eé]-.*",
            "b_total",
            "[a-c]+",
            "nothing",
            "rod");
    for (String label : List.of("__name__", "env", "job", "missing")) {
      for (Matcher.Type type : Matcher.Type.values()) {
        for (String expression : expressions) {
          Matcher matcher = new Matcher(label, type, expression);
          Set<Labels> expected =
              new TreeSet<>(all.stream().filter(l -> matches(matcher, l)).toList());
          assertThat(Reading.samples(engine(), T0, T0, matcher).keySet())
              .as("%s", matcher)
              .isEqualTo(expected);
          Matcher and = new Matcher("env", Matcher.Type.NOT_EQUAL, "test");
          expected.removeIf(l -> !matches(and, l));
          assertThat(Reading.samples(engine(), T0, T0, matcher, and).keySet())
              .as("%s and %s", matcher, and)
              .isEqualTo(expected);
        }
      }
    }
  }

  private static boolean matches(Matcher matcher, Labels labels) {
    String value = labels.get(matcher.name());
    return switch (matcher.type()) {
      case EQUAL -> value.equals(matcher.value());
      case NOT_EQUAL -> !value.equals(matcher.value());
      case REGEX -> Pattern.matches("(?s:" + matcher.value() + ")", value);
      case NOT_REGEX -> !Pattern.matches("(?s:" + matcher.value() + ")", value);
    };
  }

  @Test
  default void manySeriesAndRowsComeBackAsTheyWentIn() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Labels, List<Sample>> expected = new HashMap<>();
    RowWriter[] writers = new RowWriter[5];
    long[] times = new long[writers.length];
    for (int target = 0; target < writers.length; target++) {
      writers[target] = engine().writer(Labels.of("job", "test", "instance", "host-" + target));
      times[target] = T0 + random.nextInt(1_000);
    }
    // Side by side, as targets are: what is far behind all others may be refused.
    double[][] values = new double[writers.length][40];
    for (int row = 0; row < 1_200; row++) {
      for (int target = 0; target < writers.length; target++) {
        times[target] += random.nextInt(10) == 0 ? 1 + random.nextInt(60_000) : STEP;
        long time = times[target];
        RowWriter writer = writers[target];
        writer.row(time);
        for (int i = 0; i < values[target].length; i++) {
          if (random.nextInt(20) == 0) {
            continue;
          }
          double value = next(random, i, values[target][i]);
          values[target][i] = value;
          Labels name = series("many", "i", "" + i).with("instance", "host-" + target);
          writer.set(writer.column(name), value);
          expected.computeIfAbsent(name, n -> new ArrayList<>()).add(Sample.of(time, value));
        }
        if (random.nextInt(3) == 0) {
          assertThat(writer.commit().refused()).isZero();
        }
      }
    }
    for (RowWriter writer : writers) {
      assertThat(writer.commit().refused()).isZero();
      writer.close();
    }
    assertThat(read("many")).as("seed %d", seed).isEqualTo(expected);
    long from = T0 + 200 * STEP + 7;
    long to = T0 + 900 * STEP;
    Map<Labels, List<Sample>> part = new TreeMap<>();
    expected.forEach(
        (labels, samples) ->
            part.put(
                labels,
                samples.stream()
                    .filter(s -> s.timestampMs() >= from && s.timestampMs() <= to)
                    .toList()));
    assertThat(Reading.samples(engine(), from, to, Matcher.equal("__name__", "many")))
        .as("seed %d", seed)
        .isEqualTo(part);
  }

  /** Columns of all kinds that occur: constant, counting, decimal, arbitrary. */
  private static double next(Random random, int column, double before) {
    return switch (column % 4) {
      case 0 -> 1;
      case 1 -> before + random.nextInt(100);
      case 2 -> random.nextInt(10_000) / 100.0;
      default -> random.nextGaussian();
    };
  }

  @Test
  default void severalThreadsMayTakeTheBatches() throws Exception {
    int targets = 20;
    for (int i = 0; i < targets; i++) {
      String instance = "host-" + i;
      try (RowWriter writer = engine().writer(Labels.of("instance", instance))) {
        for (int k = 0; k < 10; k++) {
          append(writer, series("a", "k", "" + k).with("instance", instance), T0, i * 100 + k);
        }
      }
    }
    Map<Labels, List<Sample>> found = new ConcurrentHashMap<>();
    SelectRequest request =
        new SelectRequest(List.of(Matcher.equal("__name__", "a")), T0, T0 + STEP);
    try (Selection selection = engine().select(request);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> take =
          () -> {
            for (SeriesBatch b = selection.next(); b != null; b = selection.next()) {
              Reading.batch(b, T0, T0 + STEP)
                  .forEach((labels, s) -> assertThat(found.put(labels, s)).isNull());
            }
            return null;
          };
      for (Future<Void> end :
          threads.invokeAll(
              List.of(take, take, take, take), Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        end.get();
      }
    }
    assertThat(found).hasSize(targets * 10);
  }

  @Test
  default void aRowIsSeenWhollyOrNotAtAll() throws Exception {
    int width = 50;
    int rows = 200;
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> reader =
          threads.submit(
              () -> {
                int looks = 0;
                int seen = 0;
                boolean last;
                do {
                  last = done.get();
                  Map<Long, Set<Long>> values = new HashMap<>();
                  Map<Long, Integer> counts = new HashMap<>();
                  read("row")
                      .values()
                      .forEach(
                          samples ->
                              samples.forEach(
                                  s -> {
                                    counts.merge(s.timestampMs(), 1, Integer::sum);
                                    values
                                        .computeIfAbsent(s.timestampMs(), t -> new TreeSet<>())
                                        .add(s.bits());
                                  }));
                  assertThat(counts.values()).as("series in a row").allMatch(n -> n == width);
                  assertThat(values.values()).allMatch(v -> v.size() == 1);
                  assertThat(counts.size()).as("rows do not go").isGreaterThanOrEqualTo(seen);
                  seen = counts.size();
                  looks++;
                } while (!last);
                assertThat(seen).as("rows at the end").isEqualTo(rows);
                return looks;
              });
      try (RowWriter writer = engine().writer(TARGET)) {
        for (int row = 0; row < rows; row++) {
          writer.row(T0 + row * STEP);
          for (int i = 0; i < width; i++) {
            writer.set(writer.column(series("row", "i", "" + i)), row);
          }
          writer.commit();
        }
      } finally {
        done.set(true);
      }
      assertThat(reader.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  default void severalTargetsAreWrittenAtOnce() throws Exception {
    int targets = 8;
    int rows = 100;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < targets; i++) {
        String instance = "host-" + i;
        work.add(
            () -> {
              try (RowWriter writer = engine().writer(Labels.of("instance", instance))) {
                for (int row = 0; row < rows; row++) {
                  append(writer, series("a").with("instance", instance), T0 + row * STEP, row);
                }
              }
              return null;
            });
      }
      for (Future<Void> end :
          threads.invokeAll(work, Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        end.get();
      }
    }
    assertThat(read("a")).hasSize(targets).allSatisfy((l, s) -> assertThat(s).hasSize(rows));
  }
}
