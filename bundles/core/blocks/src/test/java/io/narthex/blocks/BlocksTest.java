// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {

  private static final long FROM = 1_700_000_000_000L / 7_200_000 * 7_200_000;
  private static final long TO = FROM + 7_200_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @TempDir private Path folder;

  @Test
  void what_is_written_is_read() throws IOException {
    List<RandomSeries> all = RandomSeries.many(random, 200, FROM, TO);
    Path block = Objects.requireNonNull(write(all));

    Map<Labels, RandomSeries> expected = new TreeMap<>();
    all.stream().filter(s -> !s.samples().isEmpty()).forEach(s -> expected.put(s.labels(), s));
    try (BlockReader reader = new BlockReader(block)) {
      assertThat(reader.seriesCount()).as("seed %d", seed).isEqualTo(expected.size());
      assertThat(reader.meta().samples())
          .isEqualTo(expected.values().stream().mapToLong(s -> s.samples().size()).sum());
      List<Labels> order = new ArrayList<>();
      for (var series = reader.next(); series != null; series = reader.next()) {
        order.add(series.labels());
        RandomSeries written = Objects.requireNonNull(expected.get(series.labels()));
        check(written, series.samples());
      }
      assertThat(order).as("seed %d", seed).containsExactlyElementsOf(expected.keySet());
    }
    assertThat(BlockReader.find(folder)).containsExactly(block);
    assertThat(BlockReader.find(block)).containsExactly(block);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(block);
    }
  }

  private void check(RandomSeries written, SampleCursor read) throws IOException {
    for (RandomSeries.Sample sample : written.samples()) {
      assertThat(read.next()).as("seed %d, %s", seed, written.labels()).isTrue();
      assertThat(read.timestampMs()).isEqualTo(sample.timestampMs());
      Histogram histogram = sample.histogram();
      assertThat(read.isHistogram()).isEqualTo(histogram != null);
      if (histogram == null) {
        assertThat(Double.doubleToRawLongBits(read.value()))
            .as("seed %d, %s", seed, written.labels())
            .isEqualTo(Double.doubleToRawLongBits(sample.value()));
      } else if (histogram.isStale()) {
        assertThat(read.histogram().isStale()).isTrue();
      } else {
        Histogram found = read.histogram();
        assertThat(withHint(found, histogram)).as("seed %d", seed).isEqualTo(histogram);
      }
    }
    assertThat(read.next()).isFalse();
  }

  /** What is known of resets depends on where chunks begin. */
  private static Histogram withHint(Histogram h, Histogram of) {
    return new Histogram(
        h.schema(),
        h.integer(),
        of.resetHint(),
        h.zeroThreshold(),
        h.zeroCount(),
        h.count(),
        h.sum(),
        h.positiveSpans(),
        h.positiveCounts(),
        h.negativeSpans(),
        h.negativeCounts(),
        h.customBounds());
  }

  @Test
  void a_block_without_samples_is_none() throws IOException {
    assertThat(write(List.of(new RandomSeries(Labels.of("a", "b"), List.of())))).isNull();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void samples_outside_the_block_are_refused() throws IOException {
    try (BlockWriter writer = new BlockWriter(folder, FROM, TO);
        BlockWriter.SeriesWriter series = writer.series(Labels.of("a", "b"))) {
      series.add(FROM, 1);
      assertThatThrownBy(() -> series.add(FROM, 2)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> series.add(TO, 2)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void every_flipped_bit_is_noticed_or_harmless() throws IOException {
    Path block = Objects.requireNonNull(write(RandomSeries.many(random, 20, FROM, TO)));
    for (String name : List.of("index", "chunks/000001", "tombstones")) {
      Path file = block.resolve(name);
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < 300; i++) {
        byte[] damaged = sound.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        try {
          readAll(block);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining(block.getFileName().toString());
        }
      }
      for (int i = 0; i < 50; i++) {
        Files.write(file, Arrays.copyOf(sound, random.nextInt(sound.length)));
        try {
          readAll(block);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining(block.getFileName().toString());
        }
      }
      Files.write(file, sound);
    }
    readAll(block);
  }

  private static void readAll(Path block) throws IOException {
    try (BlockReader reader = new BlockReader(block)) {
      for (var series = reader.next(); series != null; series = reader.next()) {
        SampleCursor samples = series.samples();
        while (samples.next()) {
          if (samples.isHistogram()) {
            samples.histogram();
          }
        }
      }
    }
  }

  @Test
  void upstreams_tool_reads_what_is_written() throws Exception {
    String promtool = promtool();
    List<RandomSeries> all = RandomSeries.many(random, 50, FROM, TO);
    Path block = Objects.requireNonNull(write(all));
    Files.createDirectory(folder.resolve("wal")); // the tool opens one, even if empty

    assertThat(run(promtool, "tsdb", "list", folder.toString()))
        .contains(block.getFileName().toString());
    assertThat(run(promtool, "tsdb", "analyze", folder.toString(), block.getFileName().toString()))
        .contains("Series: " + all.stream().filter(s -> !s.samples().isEmpty()).count());
    long lines =
        run(promtool, "tsdb", "dump", folder.toString())
            .lines()
            .filter(l -> l.startsWith("{"))
            .count();
    assertThat(lines)
        .as("seed %d; the tool dumps floats alone", seed)
        .isEqualTo(
            all.stream()
                .flatMap(s -> s.samples().stream())
                .filter(sample -> sample.histogram() == null)
                .count());
  }

  private static String promtool() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(entry -> Path.of(entry, "promtool"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseGet(
            () -> {
              assumeTrue(false, "skipped: install prometheus, whose promtool reads the blocks");
              return "";
            });
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private @Nullable Path write(List<RandomSeries> all) throws IOException {
    try (BlockWriter writer = new BlockWriter(folder, FROM, TO)) {
      for (RandomSeries one : all) {
        try (BlockWriter.SeriesWriter series = writer.series(one.labels())) {
          for (RandomSeries.Sample sample : one.samples()) {
            Histogram histogram = sample.histogram();
            if (histogram == null) {
              series.add(sample.timestampMs(), sample.value());
            } else {
              series.add(sample.timestampMs(), histogram);
            }
          }
        }
      }
      return writer.finish();
    }
  }
}
