// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the disk is full or the folder cannot be written. */
class FullDiskTest {

  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");
  // The engine's own thread stays out of it; the tests do its work when they want to.
  private static final LocalStorageConfig SMALL =
      new LocalStorageConfig(Duration.ofHours(1), 1 << 16, 2, 4, 0);

  private SmallDisk disk;

  @BeforeEach
  void mount(@TempDir Path at) throws Exception {
    disk = SmallDisk.of(at, 1536);
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  /** Appends rows of numbers that do not compress, and remembers those that went in. */
  private static final class Appender implements AutoCloseable {

    private final Random random;
    private final Map<Labels, TreeMap<Long, Object>> expected;
    private final RowWriter writer;
    private final String name;
    private int series;
    private long now;

    Appender(
        StorageEngine engine,
        String name,
        Random random,
        long now,
        Map<Labels, TreeMap<Long, Object>> expected) {
      this.writer = engine.writer(Labels.of("job", name));
      this.name = name;
      this.random = random;
      this.now = now;
      this.expected = expected;
    }

    void series(int count) {
      series = count;
    }

    void append() {
      Map<Labels, Object> row = new HashMap<>();
      now += 1000;
      writer.row(now);
      try {
        for (int i = 0; i < series; i++) {
          Labels labels = Labels.of("__name__", "m" + i, "job", name);
          double value = random.nextGaussian();
          writer.set(writer.column(labels), value);
          row.put(labels, Double.doubleToRawLongBits(value));
        }
        assertThat(writer.commit().stored()).isEqualTo(series);
      } finally {
        writer.rollback();
      }
      row.forEach(
          (labels, bits) -> expected.computeIfAbsent(labels, l -> new TreeMap<>()).put(now, bits));
    }

    StorageException appendUntilFull() {
      for (int i = 0; i < 100_000; i++) {
        try {
          append();
        } catch (StorageException e) {
          return e;
        }
      }
      throw new AssertionError("the disk did not become full");
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  private StorageEngine open() throws IOException {
    return new TestContext(disk.data(), Duration.ofDays(30)).open(SMALL);
  }

  private static Map<Labels, TreeMap<Long, Object>> read(StorageEngine engine) {
    return Samples.of(engine, 0, Long.MAX_VALUE, ALL);
  }

  private void assertNothingSetAside() throws IOException {
    try (Stream<Path> files = Files.walk(disk.data())) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("damaged"));
    }
  }

  private void assertSaysFull(Throwable thrown) {
    assertThat(thrown)
        .hasMessageContaining(disk.data().toString())
        .hasMessageContaining("No space left")
        .hasMessageContaining("free space");
  }

  @Test
  void a_full_disk_refuses_whole_appends_and_keeps_what_was_there() throws Exception {
    Map<Labels, TreeMap<Long, Object>> expected = new HashMap<>();
    disk.fill();
    disk.free(150);
    try (StorageEngine engine = open();
        Appender appender = new Appender(engine, "a", new Random(1), 0, expected)) {
      appender.series(90);
      assertSaysFull(appender.appendUntilFull());
      assertThat(read(engine)).isEqualTo(expected);
      for (int i = 0; i < 5; i++) {
        assertSaysFull(appender.appendUntilFull());
      }
      assertThat(read(engine)).isEqualTo(expected);
      disk.free(100);
      for (int i = 0; i < 20; i++) {
        appender.append();
      }
      assertThat(read(engine)).isEqualTo(expected);
    }
    try (StorageEngine engine = open()) {
      assertThat(read(engine)).isEqualTo(expected);
    }
    assertNothingSetAside();
  }

  @Test
  void new_series_wait_until_there_is_space_for_their_labels() throws Exception {
    Map<Labels, TreeMap<Long, Object>> expected = new HashMap<>();
    try (StorageEngine engine = open()) {
      try (Appender appender = new Appender(engine, "a", new Random(2), 0, expected)) {
        appender.series(3);
        appender.append();
        disk.fill();
        appender.series(3000);
        assertSaysFull(catchThrowable(appender::append));
        assertThat(read(engine)).isEqualTo(expected);
        disk.free(400);
        appender.append();
        assertThat(expected).hasSize(3000);
        assertThat(read(engine)).isEqualTo(expected);
      }
    }
    try (StorageEngine engine = open()) {
      assertThat(read(engine)).isEqualTo(expected);
    }
    assertNothingSetAside();
  }

  @Test
  void metadata_that_found_no_room_is_written_once_there_is_some() throws Exception {
    List<MetricMetadata> said = new ArrayList<>();
    try (StorageEngine engine = open();
        RowWriter writer = engine.writer(Labels.of("job", "a"))) {
      disk.fill();
      for (int i = 0; i < 20; i++) {
        said.add(new MetricMetadata("m" + i, MetricType.GAUGE, "", "help ".repeat(2000)));
        writer.metadata(said.getLast());
      }
      assertThat(engine.metadata()).containsExactlyInAnyOrderElementsOf(said);
      assertThatThrownBy(() -> ((LocalStorageEngine) engine).maintain())
          .hasMessageContaining("No space left");
      disk.free(100);
      ((LocalStorageEngine) engine).maintain();
      said.add(new MetricMetadata("later", MetricType.GAUGE, "", ""));
      writer.metadata(said.getLast());
    }
    try (StorageEngine engine = open()) {
      assertThat(engine.metadata()).containsExactlyInAnyOrderElementsOf(said);
    }
    assertNothingSetAside();
  }

  @Test
  void labels_that_nobody_could_write_do_not_fill_the_memory() throws Exception {
    try (StorageEngine engine = open();
        RowWriter writer = engine.writer(Labels.of("job", "swarm"))) {
      disk.fill();
      String text = "x".repeat(9000);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  writer.column(Labels.of("__name__", "m", "text", text + i));
                }
              })
          .isInstanceOf(StorageException.class)
          .satisfies(this::assertSaysFull);
    }
  }

  @Test
  void an_engine_closed_on_a_full_disk_has_all_samples_when_opened_again() throws Exception {
    Map<Labels, TreeMap<Long, Object>> expected = new HashMap<>();
    try (StorageEngine engine = open();
        Appender appender = new Appender(engine, "a", new Random(3), 0, expected)) {
      appender.series(50);
      for (int i = 0; i < 50; i++) {
        appender.append();
      }
      disk.fill();
    }
    Throwable refused = catchThrowable(() -> open().close());
    if (refused != null) {
      assertThat(refused).isInstanceOf(IOException.class);
      assertSaysFull(refused);
    }
    disk.free(100);
    try (StorageEngine engine = open()) {
      assertThat(read(engine)).isEqualTo(expected);
    }
    assertNothingSetAside();
  }

  @Test
  void a_full_disk_refuses_a_new_folder_and_leaves_nothing_that_disturbs() throws Exception {
    disk.fill();
    assertThatThrownBy(() -> open().close())
        .isInstanceOf(IOException.class)
        .satisfies(this::assertSaysFull);
    disk.free(100);
    open().close();
    assertNothingSetAside();
  }

  @Test
  void deleting_on_a_full_disk_deletes_nothing_or_all() throws Exception {
    Map<Labels, TreeMap<Long, Object>> expected = new HashMap<>();
    try (StorageEngine engine = open();
        Appender appender = new Appender(engine, "a", new Random(4), 0, expected)) {
      appender.series(10);
      for (int i = 0; i < 10; i++) {
        appender.append();
      }
      disk.fill();
      assertThatThrownBy(() -> engine.delete(List.of(List.of(ALL)), 0, Long.MAX_VALUE))
          .isInstanceOf(StorageException.class)
          .satisfies(this::assertSaysFull);
      assertThat(read(engine)).isEqualTo(expected);
      disk.free(20);
      engine.delete(List.of(List.of(ALL)), 0, Long.MAX_VALUE);
      assertThat(read(engine)).isEmpty();
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_refused_by_name() throws Exception {
    open().close();
    Assumptions.assumeTrue(disk.readOnly(true), "the file system could not be made read-only");
    try {
      assertThatThrownBy(() -> open().close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(disk.data().toString())
          .hasMessageContaining("make it writable");
    } finally {
      disk.readOnly(false);
    }
    open().close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void full_at_any_point_nothing_is_lost_and_nothing_is_damaged(long seed) throws Exception {
    Random random = new Random(seed);
    Map<Labels, TreeMap<Long, Object>> expected = new HashMap<>();
    long now = 0;
    for (int life = 0; life < 3; life++) {
      disk.free(1000);
      try (StorageEngine engine = open();
          Appender a = new Appender(engine, "a", random, now, expected);
          Appender b = new Appender(engine, "b", random, now, expected)) {
        assertThat(read(engine)).as("seed %d, life %d", seed, life).isEqualTo(expected);
        a.series(20 + 10 * life);
        b.series(5 + life);
        for (int step = 0; step < 120; step++) {
          try {
            step(random, engine, random.nextInt(4) > 0 ? a : b);
          } catch (StorageException e) {
            assertSaysFull(e);
          } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
          }
          if (step % 10 == 9) {
            assertThat(read(engine))
                .as("seed %d, life %d, step %d", seed, life, step)
                .isEqualTo(expected);
          }
        }
        now = Math.max(a.now, b.now);
      }
    }
    disk.free(1000);
    try (StorageEngine engine = open()) {
      assertThat(read(engine)).as("seed %d", seed).isEqualTo(expected);
    }
    assertNothingSetAside();
  }

  private void step(Random random, StorageEngine engine, Appender appender) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> disk.fill();
      case 1, 2 -> disk.free(1 + random.nextInt(6));
      case 3 -> ((LocalStorageEngine) engine).maintain();
      case 4 -> appender.series(appender.series + random.nextInt(4));
      case 5 -> appender.now += 3_600_000;
      default -> appender.append();
    }
  }
}
