// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.Matcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelStoreTest {

  private static final SeriesLimits LIMITS = new SeriesLimits(1_000_000, 0);

  @TempDir Path temp;

  private final List<String> warnings = new ArrayList<>();

  private LabelStore open() throws IOException {
    return new LabelStore(temp, LIMITS, visitor -> {}, warnings::add);
  }

  private static int number(int named) {
    return named < 0 ? -1 - named : named;
  }

  private static Predicate<Labels> passes(Matcher matcher) {
    String name = matcher.name();
    return switch (matcher.type()) {
      case EQUAL -> labels -> labels.get(name).equals(matcher.value());
      case NOT_EQUAL -> labels -> !labels.get(name).equals(matcher.value());
      case REGEX -> regex(name, matcher.value());
      case NOT_REGEX -> regex(name, matcher.value()).negate();
    };
  }

  private static Predicate<Labels> regex(String name, String regex) {
    Predicate<String> matches = Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    return labels -> matches.test(labels.get(name));
  }

  private static Labels random(Random random, int vocabulary) {
    LabelsBuilder labels = new LabelsBuilder();
    labels.set("__name__", "m" + random.nextInt(7));
    labels.set("pod", "pod-" + random.nextInt(vocabulary));
    if (random.nextBoolean()) {
      labels.set("zone", "z" + random.nextInt(3));
    }
    if (random.nextInt(5) == 0) {
      labels.set("böse", "\uD83D\uDE00" + random.nextInt(9));
    }
    return labels.build();
  }

  private static Matcher randomMatcher(Random random, int vocabulary) {
    String name =
        switch (random.nextInt(5)) {
          case 0 -> "__name__";
          case 1, 2 -> "pod";
          case 3 -> "zone";
          default -> random.nextBoolean() ? "böse" : "absent";
        };
    Matcher.Type type = Matcher.Type.values()[random.nextInt(4)];
    boolean regex = type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX;
    int n = random.nextInt(vocabulary);
    String value =
        switch (random.nextInt(regex ? 9 : 4)) {
          case 0 -> "";
          case 1 -> "m" + n % 7;
          case 2 -> "z" + n % 3;
          case 3 -> "pod-" + n;
          case 4 -> "pod-" + n + "|pod-" + (n + 1) + "|z1|m2|";
          case 5 -> ".*" + n % 10;
          case 6 -> "pod-1.*";
          case 7 -> ".+";
          default -> "(pod-[0-4]+|z[12]|m[^3])";
        };
    return new Matcher(name, type, value);
  }

  private static void check(
      LabelStore store, Map<Integer, Labels> model, Random random, int words) {
    for (int i = 0; i < 60; i++) {
      List<Matcher> matchers = new ArrayList<>();
      for (int m = random.nextInt(3); m >= 0; m--) {
        matchers.add(randomMatcher(random, words));
      }
      Predicate<Labels> all =
          matchers.stream().map(LabelStoreTest::passes).reduce(x -> true, Predicate::and);
      int[] expected =
          model.entrySet().stream()
              .filter(e -> all.test(e.getValue()))
              .mapToInt(Map.Entry::getKey)
              .sorted()
              .toArray();
      assertThat(store.select(matchers)).as("%s", matchers).isEqualTo(expected);
      TreeSet<String> values = new TreeSet<>();
      TreeSet<String> names = new TreeSet<>(TextOrder.BY_CODE_POINT);
      for (int number : expected) {
        Labels labels = model.get(number);
        if (labels.contains("pod")) {
          values.add(labels.get("pod"));
        }
        labels.forEach(label -> names.add(label.name()));
      }
      assertThat(store.values("pod", expected, n -> true)).isEqualTo(List.copyOf(values));
      assertThat(store.values("pod", matchers, n -> true)).isEqualTo(List.copyOf(values));
      assertThat(store.values("zone", matchers, n -> n % 3 == 0))
          .as("%s", matchers)
          .isEqualTo(store.values("zone", expected, n -> n % 3 == 0));
      assertThat(store.names(expected, n -> true)).isEqualTo(List.copyOf(names));
    }
    TreeSet<String> even = new TreeSet<>();
    model.forEach(
        (number, labels) -> {
          if (number % 2 == 0) {
            even.add(labels.get("pod"));
          }
        });
    assertThat(store.values("pod", n -> n % 2 == 0)).isEqualTo(List.copyOf(even));
    Cardinality counts = store.cardinality(3);
    assertThat(counts.series()).isEqualTo(model.size());
    Map<String, Long> byMetric = new HashMap<>();
    model.values().forEach(labels -> byMetric.merge(labels.metricName(), 1L, Long::sum));
    counts.seriesByMetric().forEach(r -> assertThat(r.value()).isEqualTo(byMetric.get(r.name())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void finds_what_a_map_finds_while_series_come_and_go(long seed) throws IOException {
    Random random = new Random(seed);
    int words = seed % 2 == 0 ? 50 : 4_000;
    int step = seed % 3 == 0 ? 12_000 : 1_500;
    Map<Integer, Labels> model = new HashMap<>();
    Map<Labels, Integer> numbers = new HashMap<>();
    int highest = 0;
    LabelStore store = open();
    try {
      for (int round = 0; round < 12; round++) {
        for (int k = 0; k < step; k++) {
          Labels labels = random(random, words);
          int named = store.series(labels, store.target(Labels.of("job", "j" + k % 3)));
          Integer known = numbers.get(labels);
          assertThat(named < 0).isEqualTo(known == null);
          if (known == null) {
            assertThat((Object) model.put(number(named), labels)).isNull();
            numbers.put(labels, number(named));
          } else {
            assertThat(named).isEqualTo(known);
          }
          highest = Math.max(highest, number(named));
        }
        store.flush();
        if (random.nextBoolean()) {
          store.refresh(random.nextBoolean());
        }
        if (random.nextInt(3) == 0) {
          BitSet gone = new BitSet();
          BitSet all = store.beginSweep();
          assertThat(all.stream().boxed().collect(Collectors.toSet())).isEqualTo(model.keySet());
          int share = random.nextInt(4);
          all.stream().filter(n -> random.nextInt(4) < share).forEach(gone::set);
          int kept = gone.nextSetBit(0);
          if (kept >= 0) {
            // One that is asked for meanwhile stays.
            assertThat(store.series(model.get(kept), 0)).isEqualTo(kept);
          }
          store.endSweep((BitSet) gone.clone());
          for (int n = gone.nextSetBit(0); n >= 0; n = gone.nextSetBit(n + 1)) {
            if (n != kept) {
              assertThat(store.find(model.get(n))).isEqualTo(-1);
              numbers.remove(model.remove(n));
            }
          }
        }
        if (random.nextInt(3) == 0) {
          store.close();
          store = open();
        }
        check(store, model, random, words);
      }
      assertThat(warnings).isEmpty();
      assertThat(highest).isLessThan(12 * step);
      for (Map.Entry<Labels, Integer> e : numbers.entrySet()) {
        assertThat(store.find(e.getKey())).isEqualTo(e.getValue());
        assertThat((Object) store.labels(e.getValue())).isEqualTo(e.getKey());
      }
    } finally {
      store.close();
    }
  }

  private Map<Labels, Integer> fill(int count) throws IOException {
    Map<Labels, Integer> numbers = new HashMap<>();
    try (LabelStore store = open()) {
      for (int i = 0; i < count; i++) {
        Labels labels =
            Labels.of("__name__", "m" + i % 10, "i", Integer.toString(i), "zone", "z" + i % 5);
        numbers.put(labels, number(store.series(labels, store.target(Labels.of("job", "j")))));
        if (i % 100 == 99) {
          store.flush();
        }
        if (i == count / 2) {
          store.refresh(true);
        }
      }
      store.flush();
    }
    return numbers;
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      return all.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void a_damaged_index_is_made_again_from_the_log(long seed) throws IOException {
    Random random = new Random(seed);
    Map<Labels, Integer> before = fill(20_000);
    List<Path> index = files("").stream().filter(f -> f.toString().contains("index-1")).toList();
    Path victim = index.get(random.nextInt(index.size()));
    if (seed % 3 == 0) {
      Files.delete(victim);
    } else {
      byte[] bytes = Files.readAllBytes(victim);
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(victim, bytes);
      }
    }
    try (LabelStore store = open()) {
      for (int k = 0; k < 10; k++) {
        int zone = k % 5;
        int[] found =
            store.select(
                List.of(
                    new Matcher("zone", Matcher.Type.EQUAL, "z" + zone),
                    new Matcher("__name__", Matcher.Type.REGEX, "m[0-4]")));
        assertThat(found)
            .containsExactly(
                before.entrySet().stream()
                    .filter(
                        e ->
                            e.getKey().get("zone").equals("z" + zone)
                                && e.getKey().metricName().compareTo("m5") < 0)
                    .mapToInt(Map.Entry::getValue)
                    .sorted()
                    .toArray());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void damage_of_the_log_loses_what_it_hits_and_mixes_nothing_up(long seed) throws IOException {
    Random random = new Random(seed);
    Map<Labels, Integer> before = fill(10_000);
    Path log = files("series.nxl").getFirst();
    byte[] bytes = Files.readAllBytes(log);
    int at = 24 + random.nextInt(bytes.length - 24);
    bytes[at] ^= (byte) (3 << random.nextInt(7));
    Files.write(log, bytes);

    try (LabelStore store = open()) {
      assertThat(warnings).anyMatch(w -> w.contains(log.toString()));
      int found = 0;
      for (Map.Entry<Labels, Integer> e : before.entrySet()) {
        int number = store.find(e.getKey());
        if (number >= 0) {
          found++;
          assertThat(number).isEqualTo(e.getValue());
          assertThat((Object) store.labels(number)).isEqualTo(e.getKey());
        }
      }
      assertThat(store.select(List.of(new Matcher("zone", Matcher.Type.REGEX, ".+"))))
          .hasSize(found);
      int fresh = number(store.series(Labels.of("__name__", "new"), 0));
      if (at < bytes.length - 4_000) {
        assertThat(before).doesNotContainValue(fresh);
      }
    }
    warnings.clear();
    open().close();
  }

  @Test
  void a_log_of_version_1_is_read_and_written_anew() throws IOException {
    V1Log old = new V1Log();
    old.symbols("__name__", "a", "b", "job", "j", "x", "ä");
    old.target(3, 4);
    old.series(0, 0, 1, 3, 4);
    old.series(0, 0, 2, 5, 6);
    old.frame();
    old.series(0, 0, 1, 5, 6);
    old.also(1, 0);
    old.frame();
    Files.write(temp.resolve("series.nxl"), old.bytes());
    Files.createDirectories(temp.resolve("index"));

    for (int round = 0; round < 2; round++) {
      try (LabelStore store = open()) {
        assertThat(store.find(Labels.of("__name__", "a", "job", "j"))).isZero();
        assertThat(store.find(Labels.of("__name__", "b", "x", "ä"))).isEqualTo(1);
        assertThat(store.find(Labels.of("__name__", "a", "x", "ä"))).isEqualTo(2);
        assertThat(store.targets()).containsExactly(Labels.of("job", "j"));
        assertThat(store.select(List.of(new Matcher("x", Matcher.Type.NOT_EQUAL, ""))))
            .containsExactly(1, 2);
      }
    }
    assertThat(warnings).isEmpty();
    assertThat(temp.resolve("index")).doesNotExist();
  }

  @Test
  void series_are_found_whose_numbers_are_far_above_their_count() throws IOException {
    try (LabelStore store = open()) {
      for (int end : new int[] {0, 5_000, 1_200_000}) {
        store.reserve(end);
        for (int i = 0; i < 100; i++) {
          assertThat(store.series(Labels.of("end", "" + end, "i", "" + i), 0))
              .isEqualTo(-1 - end - i);
        }
      }
      for (int end : new int[] {0, 5_000, 1_200_000}) {
        assertThat(store.find(Labels.of("end", "" + end, "i", "7"))).isEqualTo(end + 7);
      }
    }
  }

  @Test
  void few_values_of_very_many_series_are_found_by_their_own_series() throws IOException {
    try (LabelStore store = open()) {
      int target = store.target(Labels.of("job", "j"));
      for (int i = 0; i < 20_000; i++) {
        store.series(
            Labels.of("__name__", "m", "i", "" + i, "job", "j", "rare", i < 10 ? "r" : "s"),
            target);
        if (i == 15_000) {
          store.refresh(true);
        }
      }
      List<Matcher> all = List.of(Matcher.equal("job", "j"));
      assertThat(store.values("rare", all, n -> true)).containsExactly("r", "s");
      assertThat(store.values("rare", all, n -> n >= 10)).containsExactly("s");
      // Each of the value's series must be looked at, which are more than are tested one by one.
      assertThat(store.values("rare", all, n -> n == 19_999)).containsExactly("s");
      assertThat(store.values("rare", all, n -> n == 12_000)).containsExactly("s");
      assertThat(store.values("rare", all, n -> false)).isEmpty();
      assertThat(store.values("none", all, n -> true)).isEmpty();
      assertThat(store.values("rare", List.of(Matcher.equal("job", "k")), n -> true)).isEmpty();
      assertThat(
              store.values(
                  "__name__", List.of(new Matcher("i", Matcher.Type.REGEX, "1.*")), n -> true))
          .containsExactly("m");
    }
  }

  @Test
  void a_written_part_of_the_index_need_not_be_made_again_after_a_kill() throws IOException {
    int count = 140_000;
    try (LabelStore store = open()) {
      int target = store.target(Labels.of("job", "j"));
      for (int i = 0; i < count; i++) {
        store.series(Labels.of("__name__", "m", "i", Integer.toString(i)), target);
      }
      // The append that brought them was not yet flushed: the index must not be ahead of the log.
      store.refresh(false);
      Path killed = Files.createDirectory(temp.resolve("killed"));
      Files.copy(temp.resolve("series.nxl"), killed.resolve("series.nxl"));
      Path index = Files.createDirectory(killed.resolve("index-1"));
      try (Stream<Path> files = Files.list(temp.resolve("index-1"))) {
        for (Path file : files.toList()) {
          Files.copy(file, index.resolve(file.getFileName()));
        }
      }
      try (FSDirectory directory = FSDirectory.open(index)) {
        assertThat(SegmentInfos.readLatestCommit(directory).getUserData())
            .containsEntry("added", Integer.toString(count));
      }
      try (LabelStore again = new LabelStore(killed, LIMITS, visitor -> {}, warnings::add)) {
        assertThat(again.select(List.of(new Matcher("i", Matcher.Type.EQUAL, "139999"))))
            .containsExactly(139_999);
        assertThat(again.seriesCount()).isEqualTo(count);
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_lost_log_is_made_again_for_the_series_that_rows_are_stored_of() throws IOException {
    try (LabelStore store = open()) {
      int target = store.target(Labels.of("job", "j"));
      for (int i = 0; i < 100; i++) {
        store.series(Labels.of("__name__", "m", "ä", Integer.toString(i), "é", "x"), target);
      }
    }
    Files.write(temp.resolve("series.nxl"), new byte[100]);
    StoredRows rows =
        visitor -> {
          for (int number : new int[] {7, 9, 200, 9}) {
            visitor.series(number, 2);
          }
          visitor.series(9, 1);
        };
    try (LabelStore store = new LabelStore(temp, LIMITS, rows, warnings::add)) {
      assertThat(store.select(List.of())).containsExactly(7, 9);
      assertThat((Object) store.labels(9))
          .isEqualTo(Labels.of("__name__", "m", "ä", "9", "é", "x"));
      assertThat(store.firstTarget(7)).isEqualTo(2);
      assertThat(store.furtherTargets(9)).containsExactly(1);
      assertThat(store.targets()).hasSize(3);
      int fresh = -1 - store.series(Labels.of("__name__", "n"), 0);
      assertThat(fresh).isGreaterThan(200);
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("series.nxl.damaged", "samples of 3 series", "labels of 2", "the other 1 ");
  }

  @Test
  void an_index_that_cannot_be_opened_is_told_to_whoever_opens_the_store() throws IOException {
    Files.createFile(temp.resolve("index-1"));
    try (LabelStore store = open()) {
      // Set aside, and made again.
      store.opened();
      assertThat(store.select(List.of())).isEmpty();
    }
    assertThat(warnings).singleElement().asString().contains("index-1").contains("built again");
  }

  @Test
  void aReaderShowsTheWantedLabelsOfEachSeries() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (LabelStore store = open()) {
      LabelReader some = store.reader(Set.of("__name__", "zone", "nowhere"));
      LabelReader all = store.reader(null);
      for (int i = 0; i < 500; i++) {
        Labels labels = random(random, 50);
        int number = number(store.series(labels, 0));
        assertThat((Object) all.apply(number)).as("seed %d", seed).isEqualTo(labels);
        Labels seen = some.apply(number);
        assertThat((Object) seen)
            .as("seed %d", seed)
            .isEqualTo(labels.keep(n -> n.equals("__name__") || n.equals("zone")))
            .isSameAs(some.apply(number));
      }
      assertThat((Object) some.apply(1_000_000)).isEqualTo(Labels.empty());
    }
  }
}
