// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine is closed while others append. */
@Timeout(60)
class CloseTest {

  private static final int APPENDERS = 4;

  @TempDir private Path folder;

  private static Labels series(int appender) {
    return Labels.of("__name__", "m", "appender", Integer.toString(appender));
  }

  private static Map<Long, Object> samples(StorageEngine engine, int appender) {
    return Samples.of(
            engine,
            0,
            Long.MAX_VALUE,
            new Matcher("appender", Matcher.Type.EQUAL, Integer.toString(appender)))
        .get(series(appender));
  }

  /** Appends until the engine refuses; the newest timestamp that was taken goes into the array. */
  private static void append(StorageEngine engine, int appender, AtomicLongArray taken) {
    RowWriter writer = engine.writer(Labels.of("job", "j" + appender));
    int column = writer.column(series(appender));
    for (long t = 1; ; t++) {
      try {
        writer.row(t);
        writer.set(column, t);
        writer.commit();
        taken.set(appender, t);
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("is closed; ask for another writer");
        return;
      }
    }
  }

  @Test
  void what_was_taken_while_it_closed_is_there_afterwards() throws Exception {
    AtomicLongArray taken = new AtomicLongArray(APPENDERS);
    StorageEngine engine = new TestContext(folder).open();
    List<Thread> appenders = new ArrayList<>();
    for (int i = 0; i < APPENDERS; i++) {
      int appender = i;
      appenders.add(Thread.ofPlatform().start(() -> append(engine, appender, taken)));
    }
    for (int i = 0; i < APPENDERS; i++) {
      while (taken.get(i) < 50) {
        Thread.onSpinWait();
      }
    }
    engine.close();
    for (Thread appender : appenders) {
      appender.join();
    }

    assertThatThrownBy(() -> engine.writer(Labels.of("job", "x")))
        .isInstanceOf(StorageException.class);
    try (StorageEngine next = new TestContext(folder).open()) {
      for (int i = 0; i < APPENDERS; i++) {
        assertThat(samples(next, i)).hasSize((int) taken.get(i));
      }
    }
  }

  @Test
  void the_window_for_late_samples_may_change() throws Exception {
    Duration[] window = {Duration.ZERO};
    StorageEngine engine =
        new LocalStorageEngineFactory()
            .open(LocalStorageConfig.defaults(), new ChangingContext(folder, () -> window[0]));
    try (engine) {
      RowWriter writer = engine.writer(Labels.of("job", "a"));
      int column = writer.column(series(0));
      for (long t : new long[] {10_000, 5_000}) {
        writer.row(t);
        writer.set(column, 1);
        assertThat(writer.commit().outOfOrder()).isEqualTo(t == 5_000 ? 1 : 0);
      }
      window[0] = Duration.ofSeconds(6);
      for (long t : new long[] {5_000, 3_000}) {
        writer.row(t);
        writer.set(column, 1);
        assertThat(writer.commit().tooOld()).isEqualTo(t == 3_000 ? 1 : 0);
      }
      assertThat(samples(engine, 0)).hasSize(2);
    }
  }
}
