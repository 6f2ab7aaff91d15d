// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowWaitingRoomTest {

  private static final Labels TARGET = Labels.of("job", "a");

  private final Map<Labels, Map<Long, Object>> stored = new HashMap<>();
  private final RowWaitingRoom room =
      new RowWaitingRoom(() -> "it is away", 1 << 20, new AppendCounts());

  private RecordingEngine engine(int firstColumn) {
    return new RecordingEngine(stored, firstColumn);
  }

  private static Labels series(int i) {
    return Labels.of("__name__", "m", "i", Integer.toString(i), "text", "größe");
  }

  private static void append(RowWriter writer, long time, int column, double value) {
    writer.row(time);
    writer.set(column, value);
    assertThat(writer.commit().stored()).isEqualTo(1);
  }

  @Test
  void rows_from_before_the_first_engine_go_into_it() {
    RowWriter writer = room.writer(TARGET);
    int column = writer.column(series(1));
    assertThat(writer.column(series(1))).isEqualTo(column);
    append(writer, 10, column, 1.5);
    assertThat(series(1).equals(writer.labels(column))).isTrue();

    room.attach(engine(0).engine());
    append(writer, 20, column, 2.5);

    assertThat(stored).isEqualTo(Map.of(series(1), Map.of(10L, 1.5, 20L, 2.5)));
  }

  @Test
  void a_writer_keeps_its_columns_when_engines_number_them_differently() {
    RecordingEngine first = engine(0);
    room.attach(first.engine());
    RowWriter writer = room.writer(TARGET);
    int a = writer.column(series(1));
    int b = writer.column(series(2));
    append(writer, 10, a, 1);

    room.detach();
    first.close();
    int c = writer.column(series(3));
    assertThat(writer.column(series(2))).isEqualTo(b);
    writer.row(20);
    writer.setAll(new double[] {2, SpecialValues.ABSENT, 3}, 3);
    assertThat(writer.commit().stored()).isEqualTo(2);
    room.attach(engine(7).engine());
    writer.row(30);
    writer.setAll(new double[] {4, 5, 6}, 3);
    writer.commit();

    assertThat(c).isEqualTo(2);
    assertThat(stored)
        .isEqualTo(
            Map.of(
                series(1), Map.of(10L, 1.0, 20L, 2.0, 30L, 4.0),
                series(2), Map.of(30L, 5.0),
                series(3), Map.of(20L, 3.0, 30L, 6.0)));
  }

  @Test
  void what_was_closed_while_it_waited_is_still_stored() {
    RowWriter writer = room.writer(TARGET);
    append(writer, 10, writer.column(series(1)), 1);
    writer.close();

    room.attach(engine(0).engine());

    assertThat(stored).isEqualTo(Map.of(series(1), Map.of(10L, 1.0)));
    assertThatThrownBy(() -> writer.row(1)).hasMessage("the writer is closed");
  }

  @Test
  void what_waits_is_bounded() {
    RowWriter writer = room.writer(TARGET);
    int column = writer.column(series(1));
    double[] values = new double[10_000];
    Arrays.fill(values, 1);
    assertThatThrownBy(
            () -> {
              for (int t = 0; t < 100; t++) {
                writer.row(t);
                writer.setAll(values, column + 1);
                writer.setAll(values, values.length);
                writer.commit();
              }
            })
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "there is no storage engine (it is away), and the 1048576 bytes for rows that wait for"
                + " one are full; see to the storage plug-in");
    while (!room.isFull()) {
      room.count(1000);
    }
    assertThatThrownBy(() -> writer.column(series(2))).isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> room.writer(TARGET)).isInstanceOf(StorageException.class);
  }

  @Test
  void memory_is_given_back() {
    for (int round = 0; round < 50; round++) {
      RowWriter writer = room.writer(TARGET);
      for (int i = 0; i < 100; i++) {
        append(writer, round, writer.column(series(i)), i);
      }
      RecordingEngine engine = engine(round % 3);
      room.attach(engine.engine());
      writer.close();
      room.detach();
      engine.close();
    }
    assertThat(stored.get(series(99))).hasSize(50);
  }

  @Test
  void an_engine_without_names_ends_its_writers() {
    RecordingEngine engine = engine(0);
    engine.namesColumns = false;
    room.attach(engine.engine());
    RowWriter writer = room.writer(TARGET);
    writer.column(series(1));

    room.detach();

    assertThatThrownBy(() -> writer.row(1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("ask for another writer");
    assertThat(room.writer(TARGET).column(series(1))).isZero();
  }

  @Test
  void series_that_the_engine_does_not_take_are_told_to_the_next_who_asks() {
    RowWriter writer = room.writer(TARGET);
    int a = writer.column(series(1));
    int b = writer.column(series(2));
    writer.row(10);
    writer.set(a, 1);
    writer.set(b, 2);
    writer.commit();
    RecordingEngine engine = engine(0);
    engine.maxSeries = 1;
    room.attach(engine.engine());

    assertThat(stored).isEqualTo(Map.of(series(1), Map.of(10L, 1.0)));
    assertThatThrownBy(() -> writer.row(20))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("ask for another writer");
    writer.close();
    RowWriter next = room.writer(TARGET);
    next.column(series(1));
    assertThatThrownBy(() -> next.column(series(2))).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void any_order_of_appends_releases_and_swaps_loses_nothing() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Labels, Map<Long, Object>> expected = new HashMap<>();
    RowWriter writer = room.writer(TARGET);
    Map<Integer, Integer> columns = new TreeMap<>();
    RecordingEngine engine = null;
    for (long t = 1; t <= 3_000; t++) {
      if (random.nextInt(8) == 0) {
        if (engine == null) {
          engine = engine(random.nextInt(3));
          room.attach(engine.engine());
        } else {
          room.detach();
          engine.close();
          engine = null;
        }
      }
      writer.row(t);
      for (int n = random.nextInt(6); n > 0; n--) {
        int i = random.nextInt(20);
        int column = columns.computeIfAbsent(i, k -> writer.column(series(k)));
        writer.set(column, t + i);
        expected.computeIfAbsent(series(i), l -> new TreeMap<>()).put(t, (double) (t + i));
      }
      if (!columns.isEmpty() && random.nextInt(4) == 0) {
        Integer i = columns.keySet().iterator().next();
        writer.release(columns.remove(i));
      }
      writer.commit();
    }
    if (engine == null) {
      room.attach(engine(1).engine());
    }
    assertThat(stored).as("seed " + seed).isEqualTo(expected);
  }

  @Test
  void swaps_under_load_lose_nothing() throws Exception {
    RecordingEngine[] engine = {engine(0)};
    room.attach(engine[0].engine());
    AtomicLong appended = new AtomicLong();
    Thread[] appenders = new Thread[4];
    for (int n = 0; n < appenders.length; n++) {
      Labels mine = series(n);
      appenders[n] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    RowWriter writer = room.writer(mine);
                    for (long t = 0; t < 400; t++) {
                      append(writer, t, writer.column(mine), t);
                      appended.incrementAndGet();
                    }
                  });
    }
    for (int swap = 1; appended.get() < 4 * 400; swap++) {
      room.detach();
      awaitProgress(appended);
      engine[0].close();
      engine[0] = engine(swap % 3);
      room.attach(engine[0].engine());
      awaitProgress(appended);
    }
    for (Thread appender : appenders) {
      appender.join();
    }
    for (int n = 0; n < appenders.length; n++) {
      assertThat(stored.get(series(n))).hasSize(400);
    }
  }

  /** A host that did nothing but swap would let nobody else to the monitors. */
  private static void awaitProgress(AtomicLong appended) {
    long wanted = Math.min(4 * 400, appended.get() + 40);
    while (appended.get() < wanted) {
      Thread.yield();
    }
  }
}
