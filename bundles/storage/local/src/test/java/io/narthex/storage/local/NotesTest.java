// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SeriesExemplars;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exemplars and metadata outlive the process, within bounds. */
class NotesTest {

  private static final LocalStorageConfig SMALL =
      new LocalStorageConfig(Duration.ofHours(1), 1 << 16, 2, 4, 0);
  private static final Labels SERIES = Labels.of("__name__", "m", "job", "a");
  private static final Labels TARGET = Labels.of("job", "a");

  @TempDir private Path temp;

  private static StorageEngine open(Path folder, long maxExemplars) throws IOException {
    return new TestContext(folder, Duration.ofDays(15), 0, Duration.ZERO, 0, maxExemplars)
        .open(SMALL);
  }

  private static Exemplar exemplar(long time) {
    return new Exemplar(Labels.of("trace_id", "é" + time), time / 2.0, time);
  }

  private static MetricMetadata counter(String help) {
    return new MetricMetadata("m", MetricType.COUNTER, "s", help);
  }

  private static void append(RowWriter writer, long time) {
    int column = writer.column(SERIES);
    writer.row(time);
    writer.set(column, time);
    writer.exemplar(column, exemplar(time));
    writer.commit();
  }

  private void appendAndClose(long... times) throws IOException {
    try (StorageEngine engine = open(temp, 10);
        RowWriter writer = engine.writer(TARGET)) {
      for (long time : times) {
        append(writer, time);
      }
    }
  }

  private static List<Exemplar> exemplars(StorageEngine engine) {
    List<Exemplar> all = new ArrayList<>();
    for (SeriesExemplars of :
        engine.exemplars(List.of(List.of(Matcher.equal("__name__", "m"))), 0, Long.MAX_VALUE)) {
      assertThat(of.series().equals(SERIES)).isTrue();
      all.addAll(of.exemplars());
    }
    return all;
  }

  /** What a kill leaves: the files as they are while the engine is open. */
  private Path killed(Path live) throws IOException {
    Path copy = temp.resolve("killed");
    try (Stream<Path> files = Files.walk(live)) {
      for (Path file : files.toList()) {
        Path at = copy.resolve(live.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(at);
        } else if (!file.getFileName().toString().equals("lock")) {
          Files.copy(file, at);
        }
      }
    }
    return copy;
  }

  @Test
  void they_survive_a_kill_and_a_shutdown() throws Exception {
    Path folder = temp.resolve("live");
    Path killed;
    try (StorageEngine engine = open(folder, 10);
        RowWriter writer = engine.writer(TARGET)) {
      writer.metadata(counter("first"));
      writer.metadata(counter("words"));
      append(writer, 1_000);
      append(writer, 2_000);
      killed = killed(folder);
    }
    for (Path each : List.of(killed, folder)) {
      try (StorageEngine engine = open(each, 10)) {
        assertThat(exemplars(engine)).containsExactly(exemplar(1_000), exemplar(2_000));
        assertThat(engine.metadata()).containsExactly(counter("words"));
      }
    }
  }

  @Test
  void an_exemplar_without_a_sample_survives_a_kill_with_its_new_series() throws Exception {
    Path folder = temp.resolve("live");
    Path killed;
    try (StorageEngine engine = open(folder, 10);
        RowWriter writer = engine.writer(TARGET)) {
      writer.row(1_000);
      writer.exemplar(writer.column(SERIES), exemplar(1_000));
      writer.commit();
      killed = killed(folder);
    }
    try (StorageEngine engine = open(killed, 10)) {
      assertThat(exemplars(engine)).containsExactly(exemplar(1_000));
    }
  }

  @Test
  void what_was_said_of_a_family_before_the_start_holds_until_it_is_spoken_of_again()
      throws Exception {
    MetricMetadata other = new MetricMetadata("other", MetricType.GAUGE, "", "h");
    try (StorageEngine engine = open(temp, 10);
        RowWriter a = engine.writer(TARGET);
        RowWriter b = engine.writer(Labels.of("job", "b"))) {
      a.metadata(counter("by a"));
      b.metadata(counter("by b"));
      b.metadata(other);
      assertThat(engine.metadata()).hasSize(3);
    }
    try (StorageEngine engine = open(temp, 10);
        RowWriter a = engine.writer(TARGET)) {
      assertThat(engine.metadata())
          .containsExactlyInAnyOrder(counter("by a"), counter("by b"), other);
      a.metadata(counter("by a"));
      assertThat(engine.metadata()).containsExactlyInAnyOrder(counter("by a"), other);
    }
    try (StorageEngine engine = open(temp, 10)) {
      assertThat(engine.metadata()).containsExactlyInAnyOrder(counter("by a"), other);
    }
  }

  @Test
  void their_files_stay_short() throws Exception {
    try (StorageEngine engine = open(temp, 10);
        RowWriter writer = engine.writer(TARGET)) {
      for (int i = 1; i <= 5_000; i++) {
        append(writer, i);
        writer.metadata(counter("help " + i));
      }
      ((LocalStorageEngine) engine).maintain();
      assertThat(temp.resolve("exemplars.nxe").toFile().length()).isLessThan(1_000);
      assertThat(temp.resolve("metadata.nxm").toFile().length()).isLessThan(100);
      append(writer, 6_000);
    }
    try (StorageEngine engine = open(temp, 10)) {
      assertThat(exemplars(engine))
          .startsWith(exemplar(4_992))
          .endsWith(exemplar(5_000), exemplar(6_000))
          .hasSize(10);
      assertThat(engine.metadata()).containsExactly(counter("help 5000"));
    }
  }

  @Test
  void a_flipped_bit_is_put_right_in_the_file() throws Exception {
    appendAndClose(1_000, 2_000);
    Path file = temp.resolve("exemplars.nxe");
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at++) {
      byte[] bytes = good.clone();
      bytes[at] ^= (byte) (1 << at % 8);
      Files.write(file, bytes);
      try (StorageEngine engine = open(temp, 10)) {
        assertThat(exemplars(engine)).containsExactly(exemplar(1_000), exemplar(2_000));
        assertThat(file).as("byte %d", at).hasBinaryContent(good);
      }
    }
  }

  @Test
  void a_torn_end_is_cut_and_a_damaged_note_passed_over_and_kept_aside() throws Exception {
    appendAndClose(1_000, 2_000, 3_000);
    Path file = temp.resolve("exemplars.nxe");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    try (StorageEngine engine = open(temp, 10);
        RowWriter writer = engine.writer(TARGET)) {
      assertThat(exemplars(engine)).containsExactly(exemplar(1_000), exemplar(2_000));
      append(writer, 4_000);
    }
    byte[] damaged = Files.readAllBytes(file);
    damaged[16 + (whole.length - 16) / 3 + 12] ^= 3;
    Files.write(file, damaged);
    try (StorageEngine engine = open(temp, 10);
        RowWriter writer = engine.writer(TARGET)) {
      assertThat(exemplars(engine)).containsExactly(exemplar(1_000), exemplar(4_000));
      assertThat(temp.resolve("exemplars.nxe.damaged")).hasBinaryContent(damaged);
      append(writer, 5_000);
    }
    try (StorageEngine engine = open(temp, 10)) {
      assertThat(exemplars(engine))
          .containsExactly(exemplar(1_000), exemplar(4_000), exemplar(5_000));
    }
    byte[] last = Files.readAllBytes(file);
    last[last.length - 1] ^= 3;
    Files.write(file, last);
    try (StorageEngine engine = open(temp, 10)) {
      assertThat(exemplars(engine)).containsExactly(exemplar(1_000), exemplar(4_000));
      assertThat(temp.resolve("exemplars.nxe.damaged-2")).hasBinaryContent(last);
    }
  }

  @Test
  void a_snapshot_has_them() throws Exception {
    Path copy = Files.createDirectories(temp.resolve("copy"));
    try (StorageEngine engine = open(temp.resolve("live"), 10);
        RowWriter writer = engine.writer(TARGET)) {
      append(writer, 1_000);
      writer.metadata(counter("words"));
      engine.snapshot(copy, true);
    }
    try (StorageEngine engine = open(copy, 10)) {
      assertThat(exemplars(engine)).containsExactly(exemplar(1_000));
      assertThat(engine.metadata()).containsExactly(counter("words"));
    }
  }
}
