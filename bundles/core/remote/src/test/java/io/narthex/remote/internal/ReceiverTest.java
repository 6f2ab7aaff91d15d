// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.SpecialValues;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiverTest {

  private static final String TARGET = "{__source__=\"remote_write\", instance=\"i\", job=\"j\"}";

  private final RecordingStorage storage = new RecordingStorage();
  private Instant now = Instant.ofEpochMilli(1_000_000);
  private final Receiver receiver = new Receiver(storage, () -> now, new ReceiverMetrics());
  private final Receiver.Session session = new Receiver.Session();

  @Test
  void putsSeriesOfOneJobAndInstanceIntoOneRow() throws Exception {
    take(
        new Wire()
            .message(1, Wire.series("__name__", "a", "job", "j", "instance", "i").sample(1, 500))
            .message(1, Wire.series("__name__", "b", "instance", "i", "job", "j").sample(2, 500)));

    assertThat(storage.rows).containsOnlyKeys(TARGET);
    assertThat(storage.rows.get(TARGET)).containsExactly("row 500", "a=1.0", "b=2.0");
  }

  @Test
  void sortsSeveralTimestampsIntoRows() throws Exception {
    take(
        new Wire()
            .message(1, a().sample(1, 300).sample(2, 100).sample(3, 200))
            .message(1, b().sample(4, 100).sample(5, 300)));

    assertThat(storage.rows.get(TARGET))
        .containsExactly(
            "row 100", "a=2.0", "b=4.0", "row 200", "a=3.0", "row 300", "a=1.0", "b=5.0");
  }

  @Test
  void takesTimesDecadesApart() throws Exception {
    now = Instant.ofEpochMilli(1L << 43);
    take(new Wire().message(1, a().sample(1, -5).sample(2, 1L << 43)));

    assertThat(storage.rows.get(TARGET))
        .containsExactly("row -5", "a=1.0", "row " + (1L << 43), "a=2.0");
  }

  @Test
  void parsesTheLabelsOfASeriesOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      take(new Wire().message(1, a().sample(i, 100 + i)).message(1, b().sample(i, 100 + i)));
    }

    assertThat(storage.columnsAsked).isEqualTo(2);
    assertThat(storage.rows.get(TARGET)).endsWith("row 104", "a=4.0", "b=4.0");
  }

  @Test
  void countsANewSeriesThatComesTwiceInARequestOnce() throws Exception {
    take(
        new Wire()
            .message(1, a().sample(1, 100))
            .message(1, b().sample(2, 100))
            .message(1, a().sample(3, 200)));
    assertThat(receiver.seriesCount()).isEqualTo(2);
    assertThat(storage.rows.get(TARGET))
        .containsExactly("row 100", "a=1.0", "b=2.0", "row 200", "a=3.0");

    now = now.plusSeconds(31 * 60);
    receiver.dropIdle();
    assertThat(storage.released).isEqualTo(2);
  }

  @Test
  void spreadsSeriesWithoutJobOverBuckets() throws Exception {
    take(new Wire().message(1, Wire.series("__name__", "a").sample(1, 500)));

    assertThat(storage.rows.keySet().iterator().next())
        .matches("\\{__bucket__=\"\\d+\", __source__=\"remote_write\"}");
  }

  @Test
  void keepsTheBitsOfStaleMarkersAndGivesTheColumnBack() throws Exception {
    take(new Wire().message(1, a().sample(1, 100)));
    take(new Wire().message(1, a().sample(SpecialValues.STALE, 200)));
    assertThat(receiver.seriesCount()).isEqualTo(1);
    assertThat(storage.commits).isEqualTo(2);
    receiver.dropIdle();

    assertThat(receiver.seriesCount()).isZero();
    assertThat(storage.released).isEqualTo(1);
    assertThat(storage.commits).as("with the one that gives the column back").isEqualTo(3);
    receiver.dropIdle();
    assertThat(storage.commits).isEqualTo(3);
    take(new Wire().message(1, a().sample(2, 300)));
    assertThat(storage.rows.get(TARGET))
        .containsExactly("row 100", "a=1.0", "row 200", "a=NaN", "row 300", "a=2.0");
  }

  @Test
  void givesManyColumnsBackBeforeTheNextLook() throws Exception {
    take(many(0, 10_000, 1, 100));
    take(many(0, 4_095, SpecialValues.STALE, 200));
    receiver.dropEnded();
    assertThat(storage.released).isZero();

    take(many(4_095, 4_096, SpecialValues.STALE, 200));
    receiver.dropEnded();
    assertThat(storage.released).isEqualTo(4_096);
    assertThat(receiver.seriesCount()).isEqualTo(10_000 - 4_096);

    take(many(5_000, 5_001, SpecialValues.STALE, 300));
    receiver.dropEnded();
    assertThat(storage.released).isEqualTo(4_096);
  }

  private static Wire many(int from, int to, double value, long time) {
    Wire request = new Wire();
    for (int i = from; i < to; i++) {
      request.message(
          1, Wire.series("__name__", "m" + i, "job", "j", "instance", "i").sample(value, time));
    }
    return request;
  }

  @Test
  void givesColumnsBackWhenNoOrderOfTheLabelsIsSentAnyMore() throws Exception {
    Wire other = Wire.series("job", "j", "__name__", "a", "instance", "i");
    take(new Wire().message(1, a().sample(1, 100)));
    take(new Wire().message(1, other.sample(2, 200)));
    assertThat(storage.rows.get(TARGET)).containsExactly("row 100", "a=1.0", "row 200", "a=2.0");

    now = now.plusSeconds(20 * 60);
    take(new Wire().message(1, a().sample(3, 300)));
    now = now.plusSeconds(15 * 60);
    receiver.dropIdle();
    assertThat(storage.released).isZero();
    now = now.plusSeconds(31 * 60);
    receiver.dropIdle();
    assertThat(storage.released).isEqualTo(1);
    assertThat(receiver.seriesCount()).isZero();
  }

  @Test
  void leavesSeriesWithInvalidLabelsOut() throws Exception {
    take(
        new Wire()
            .message(1, Wire.series("job", "j").sample(1, 1))
            .message(1, Wire.series("__name__", "a", "x", "1", "x", "2").sample(1, 1))
            .message(1, Wire.series("__name__", "a", "", "1").sample(1, 1))
            .message(
                1,
                new Wire()
                    .message(1, new Wire().text(1, "__name__").bytes(2, new byte[] {(byte) 0xFF}))
                    .sample(1, 1))
            .message(1, a().sample(7, 1)));

    assertThat(storage.rows).containsOnlyKeys(TARGET);
    assertThat(storage.rows.get(TARGET)).containsExactly("row 1", "a=7.0");
  }

  @Test
  void tellsRefusedSamplesAndStoresTheOthers() throws Exception {
    take(new Wire().message(1, a().sample(1, 500)));

    assertThatThrownBy(
            () -> take(new Wire().message(1, a().sample(2, 400)).message(1, b().sample(3, 400))))
        .isInstanceOf(BadRequestException.class)
        .hasMessage(
            "out of order sample for series {__name__=\"a\", instance=\"i\", job=\"j\"} at 400"
                + " (1 of 2 samples refused)");
    assertThat(storage.rows.get(TARGET)).endsWith("row 400", "b=3.0");
    assertThatThrownBy(() -> take(new Wire().message(1, a().sample(1, 1_700_000))))
        .hasMessageStartingWith("out of bounds");
  }

  @Test
  void takesHistogramsExemplarsAndMetadata() throws Exception {
    Wire histogram =
        new Wire()
            .varint(1, 9)
            .number(3, 12.5)
            .zigzag(4, 2)
            .number(5, 0.001)
            .varint(6, 1)
            .message(11, new Wire().zigzag(1, -2).varint(2, 2))
            .message(11, new Wire().zigzag(1, 3).varint(2, 1))
            .packedZigzag(12, 3, -1, 1)
            .varint(14, 2)
            .varint(15, 700);
    Wire exemplar =
        new Wire()
            .message(1, new Wire().text(1, "trace").text(2, "t1"))
            .number(2, 0.5)
            .varint(3, 650);
    take(
        new Wire()
            .message(1, a().message(3, exemplar).message(4, histogram))
            .message(3, new Wire().varint(1, 3).text(2, "a").text(4, "An a.").text(5, "seconds")));

    assertThat(storage.rows.get(TARGET))
        .containsExactly(
            "row 650",
            "a exemplar Exemplar[labels={trace=\"t1\"}, value=0.5, timestampMs=650]",
            "row 700",
            "a=Histogram[schema=2, count=9.0, sum=12.5, zero=1.0,"
                + " positive=[BucketSpan[offset=-2, length=2], BucketSpan[offset=3, length=1]]"
                + "[3.0, 2.0, 3.0], negative=[][], bounds=[], hint=NOT_RESET]");
    assertThat(storage.metadata)
        .containsExactly("MetricMetadata[family=a, type=HISTOGRAM, unit=seconds, help=An a.]");
  }

  @Test
  void refusesHistogramsThatDoNotAddUp() {
    Wire histogram =
        new Wire().zigzag(4, 9).message(11, new Wire().varint(2, 2)).packedZigzag(12, 1, 1);
    assertThatThrownBy(() -> take(new Wire().message(1, a().message(4, histogram))))
        .hasMessageContaining("got schema 9");
    Wire spans = new Wire().message(11, new Wire().varint(2, 3)).packedZigzag(12, 1, 1);
    assertThatThrownBy(() -> take(new Wire().message(1, a().message(4, spans))))
        .hasMessageStartingWith("positive side: spans need 3 buckets, have 2 buckets");
  }

  @Test
  void refusesBrokenMessagesWithoutStoringAnything() throws Exception {
    byte[] good =
        new Wire().message(1, a().sample(1, 100)).message(1, b().sample(2, 100)).toBytes();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = good.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(broken.length) + 1;
      try {
        receiver.take(session, broken, length);
      } catch (BadRequestException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
      }
    }
    storage.rows.clear();
    assertThatThrownBy(() -> receiver.take(session, good, good.length - 3))
        .hasMessageStartingWith("unexpected EOF");
    assertThat(storage.rows).isEmpty();
  }

  @Test
  void keepsSeriesApartWhenManyThreadsWrite() throws Exception {
    int threads = 8;
    int rounds = 200;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(t -> executor.submit(() -> writeMany(t, rounds)))
              .toList();
      for (Future<?> future : done) {
        future.get();
      }
    }

    // Each thread's own series and the common one, however often columns were given back between.
    for (int t = 0; t < threads; t++) {
      String mine = "own" + t + "=";
      assertThat(storage.rows.get(TARGET).stream().filter(r -> r.startsWith(mine)))
          .as("thread %d", t)
          .hasSize(rounds)
          .allMatch(r -> r.startsWith(mine));
    }
    assertThat(storage.rows.get(TARGET).stream().filter(r -> r.startsWith("common")))
        .hasSize(threads * rounds);
  }

  @Test
  void takesAndGivesBackNothingOnceItHasEnded() throws Exception {
    take(new Wire().message(1, a().sample(1, 100)));
    receiver.close();
    byte[] message = new Wire().message(1, a().sample(2, 200)).toBytes();

    assertThat(receiver.take(session, message, message.length)).isFalse();

    now = now.plusSeconds(31 * 60);
    receiver.dropIdle();
    assertThat(storage.rows.get(TARGET)).containsExactly("row 100", "a=1.0");
    assertThat(storage.commits).isEqualTo(1);
    assertThat(storage.released).isZero();
  }

  private Void writeMany(int thread, int rounds) throws BadRequestException {
    Receiver.Session mine = new Receiver.Session();
    for (int i = 0; i < rounds; i++) {
      byte[] message =
          new Wire()
              .message(
                  1,
                  Wire.series("__name__", "own" + thread, "job", "j", "instance", "i")
                      .sample(thread, 100))
              .message(
                  1, Wire.series("__name__", "common", "job", "j", "instance", "i").sample(1, 100))
              .toBytes();
      receiver.take(mine, message, message.length);
    }
    return null;
  }

  private static Wire a() {
    return Wire.series("__name__", "a", "job", "j", "instance", "i");
  }

  private static Wire b() {
    return Wire.series("__name__", "b", "job", "j", "instance", "i");
  }

  private void take(Wire request) throws BadRequestException {
    byte[] message = request.toBytes();
    receiver.take(session, message, message.length);
  }
}
