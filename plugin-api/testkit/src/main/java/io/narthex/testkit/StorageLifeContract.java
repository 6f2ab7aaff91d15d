// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static io.narthex.testkit.StorageFixture.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What the host relies on about deleting, closing and opening again; a part of {@link
 * StorageEngineContract}.
 */
public interface StorageLifeContract extends StorageFixture {

  private void fill() {
    for (int i = 0; i < 10; i++) {
      try (RowWriter writer = engine().writer(TARGET)) {
        writer.row(T0 + i * STEP);
        writer.set(writer.column(series("a", "i", "1")), i);
        writer.set(writer.column(series("a", "i", "2")), 10 + i);
        writer.set(writer.column(series("b")), 20 + i);
        writer.commit();
      }
    }
  }

  private static List<List<Matcher>> only(String name) {
    return List.of(List.of(Matcher.equal("__name__", name)));
  }

  @Test
  default void deletedSamplesAreNotFound() throws Exception {
    fill();
    Map<Labels, List<Sample>> others = read("b");
    engine()
        .delete(
            List.of(List.of(Matcher.equal("__name__", "a"), Matcher.equal("i", "1"))),
            T0 + 2 * STEP,
            T0 + 4 * STEP);
    for (String when : List.of("at once", "after cleaning")) {
      assertThat(read("a").get(series("a", "i", "1")))
          .as(when)
          .extracting(Sample::value)
          .containsExactly(0., 1., 5., 6., 7., 8., 9.);
      assertThat(read("a").get(series("a", "i", "2"))).as(when).hasSize(10);
      assertThat(read("b")).as(when).isEqualTo(others);
      engine().cleanTombstones();
    }
  }

  @Test
  default void aSeriesThatIsDeletedWhollyIsNotListed() throws Exception {
    fill();
    engine().delete(only("a"), Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
    assertThat(read("a")).isEmpty();
    assertThat(read("b")).hasSize(1);
    engine().cleanTombstones();
    assertThat(read("a")).isEmpty();
    assertThat(read("b").get(series("b"))).hasSize(10);
  }

  @Test
  default void aDeletedSeriesMayGoOn() {
    fill();
    engine().delete(only("a"), Long.MIN_VALUE / 2, T0 + 9 * STEP);
    append(series("a", "i", "1"), T0 + 10 * STEP, 77);
    assertThat(read("a"))
        .isEqualTo(Map.of(series("a", "i", "1"), List.of(Sample.of(T0 + 10 * STEP, 77))));
  }

  @Test
  default void dataIsThereAfterOpeningAgain() throws Exception {
    Assumptions.assumeTrue(keepsData(), "the engine does not keep data");
    fill();
    engine().delete(only("b"), T0, T0 + 3 * STEP);
    Map<Labels, List<Sample>> a = read("a");
    Map<Labels, List<Sample>> b = read("b");
    reopen();
    assertThat(read("a")).isEqualTo(a);
    assertThat(read("b")).as("with a part deleted").isEqualTo(b);

    assertThat(append(series("b"), T0, 1).refused()).as("an older sample").isEqualTo(1);
    append(series("b"), T0 + 20 * STEP, 99);
    reopen();
    assertThat(read("a")).isEqualTo(a);
    assertThat(read("b").get(series("b")))
        .hasSize(7)
        .last()
        .isEqualTo(Sample.of(T0 + 20 * STEP, 99));
    assertThat(engine().labelValues("__name__", List.of(), T0, T0 + 20 * STEP, 0))
        .containsExactly("a", "b");
  }

  @Test
  default void aSnapshotCanBeOpened() throws Exception {
    Assumptions.assumeTrue(makesSnapshots(), "the engine makes no snapshots");
    fill();
    Map<Labels, List<Sample>> a = read("a");
    Path copy = emptyFolder();
    engine().snapshot(copy, true);
    append(series("b"), T0 + 10 * STEP, 1);
    reopenIn(copy);
    assertThat(read("a")).isEqualTo(a);
    assertThat(read("b").get(series("b"))).hasSize(10);
  }

  @Test
  default void aClosedEngineRefusesToWork() throws Exception {
    StorageEngine engine = engine();
    RowWriter writer = engine.writer(TARGET);
    int a = writer.column(series("a"));
    engine.close();
    engine.close(); // to close it again does no harm
    assertThatThrownBy(
            () -> {
              writer.row(T0);
              writer.set(a, 1);
              writer.commit();
            })
        .as("an append")
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> read("a")).as("a selection").isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> engine.labelNames(List.of(), T0, T0, 0))
        .as("a list of labels")
        .isInstanceOf(RuntimeException.class);
  }
}
