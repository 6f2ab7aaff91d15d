// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static io.narthex.testkit.StorageFixture.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.CommitResult.Reason;
import io.narthex.spi.storage.CommitResult.Refusal;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the host relies on when it appends; a part of {@link StorageEngineContract}. */
public interface StorageAppendContract extends StorageFixture {

  @Test
  default void theSameLabelsGiveTheSameColumn() {
    try (RowWriter writer = engine().writer(TARGET)) {
      int first = writer.column(series("a"));
      int second = writer.column(series("a", "x", "1"));
      assertThat(second).isNotEqualTo(first);
      assertThat(writer.column(Labels.of(series("a").toMap()))).isEqualTo(first);
      writer.row(T0);
      writer.set(first, 1);
      writer.commit();
      assertThat(writer.column(series("a"))).as("after a commit").isEqualTo(first);
      writer.row(T0 + STEP);
      writer.rollback();
      assertThat(writer.column(series("a"))).as("after a rollback").isEqualTo(first);
    }
  }

  @Test
  default void columnsAreNumberedWithoutGapsAndReleasedOnesAreGivenAgain() {
    try (RowWriter writer = engine().writer(TARGET)) {
      Set<Integer> columns = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        columns.add(writer.column(series("a", "i", "" + i)));
      }
      assertThat(columns).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      int released = writer.column(series("a", "i", "4"));
      writer.row(T0);
      writer.set(released, SpecialValues.STALE);
      writer.release(released);
      writer.commit();
      assertThat(writer.column(series("b"))).isEqualTo(released);
      assertThat(writer.column(series("a", "i", "4"))).isEqualTo(10);
      writer.row(T0 + STEP);
      writer.set(released, 7);
      writer.commit();
    }
    assertThat(read("b")).containsEntry(series("b"), List.of(Sample.of(T0 + STEP, 7)));
    assertThat(read("a"))
        .containsExactly(
            Map.entry(series("a", "i", "4"), List.of(Sample.of(T0, SpecialValues.STALE))));
  }

  @Test
  default void aRowHoldsWhatWasSet() {
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      int b = writer.column(series("b"));
      int c = writer.column(series("c"));
      writer.row(T0);
      writer.set(a, 1);
      writer.set(b, 2);
      writer.set(a, 3);
      assertThat(writer.commit()).isEqualTo(CommitResult.allStored(2));
      writer.row(T0 + STEP);
      writer.set(c, 4);
      writer.commit();
    }
    assertThat(read("a")).containsEntry(series("a"), List.of(Sample.of(T0, 3)));
    assertThat(read("b")).containsEntry(series("b"), List.of(Sample.of(T0, 2)));
    assertThat(read("c")).containsEntry(series("c"), List.of(Sample.of(T0 + STEP, 4)));
  }

  @Test
  default void anArrayFillsARow() {
    try (RowWriter writer = engine().writer(TARGET)) {
      for (int i = 0; i < 4; i++) {
        assertThat(writer.column(series("a", "i", "" + i))).isEqualTo(i);
      }
      double[] values = {10, SpecialValues.ABSENT, 12, 13};
      writer.row(T0);
      writer.setAll(values, 3);
      values[0] = -1;
      assertThat(writer.commit().stored()).isEqualTo(2);
    }
    assertThat(read("a"))
        .isEqualTo(
            Map.of(
                series("a", "i", "0"), List.of(Sample.of(T0, 10)),
                series("a", "i", "2"), List.of(Sample.of(T0, 12))));
  }

  @Test
  default void severalRowsGoInTogether() {
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      int b = writer.column(series("b"));
      for (int i = 0; i < 5; i++) {
        writer.row(T0 + i * STEP);
        writer.set(a, i);
      }
      // Another series may be written back in time within the same append.
      writer.row(T0 + STEP);
      writer.set(b, 100);
      assertThat(writer.commit()).isEqualTo(CommitResult.allStored(6));
    }
    assertThat(read("a").get(series("a")))
        .containsExactly(
            Sample.of(T0, 0),
            Sample.of(T0 + STEP, 1),
            Sample.of(T0 + 2 * STEP, 2),
            Sample.of(T0 + 3 * STEP, 3),
            Sample.of(T0 + 4 * STEP, 4));
    assertThat(read("b").get(series("b"))).containsExactly(Sample.of(T0 + STEP, 100));
  }

  @Test
  default void nothingIsSeenBeforeTheCommitOrAfterARollback() {
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      writer.row(T0);
      writer.set(a, 1);
      assertThat(read("a")).as("before the commit").isEmpty();
      writer.rollback();
      assertThat(writer.commit()).as("nothing").isEqualTo(CommitResult.allStored(0));
      assertThat(read("a")).as("after the rollback").isEmpty();
      writer.row(T0);
      writer.set(a, 2);
      writer.commit();
      assertThat(read("a")).containsEntry(series("a"), List.of(Sample.of(T0, 2)));
      writer.row(T0 + STEP);
      writer.set(a, 3);
    }
    assertThat(read("a")).as("closed without a commit").hasSize(1);
    assertThat(read("a").get(series("a"))).hasSize(1);
  }

  @Test
  default void everyDoubleKeepsItsBits() {
    double[] values = {
      0.0,
      -0.0,
      1,
      -1.5,
      0.1,
      1e300,
      Double.MIN_VALUE,
      -Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      SpecialValues.NAN,
      SpecialValues.STALE,
      Double.longBitsToDouble(0x7ff8_dead_beef_0001L),
      1 << 30,
      (1L << 53) + 2,
      123456.789
    };
    List<Sample> expected = new ArrayList<>();
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      for (int i = 0; i < values.length; i++) {
        writer.row(T0 + i * STEP);
        writer.set(a, values[i]);
        writer.commit();
        expected.add(Sample.of(T0 + i * STEP, values[i]));
      }
    }
    assertThat(read("a").get(series("a"))).isEqualTo(expected);
  }

  @Test
  default void anOlderSampleIsRefusedAndTheOthersGoIn() {
    append(series("a"), T0 + STEP, 1);
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      int b = writer.column(series("b"));
      writer.row(T0);
      writer.set(a, 5);
      writer.set(b, 6);
      assertThat(writer.commit())
          .isEqualTo(
              new CommitResult(
                  1, 1, 0, 0, List.of(new Refusal(series("a"), T0, Reason.OUT_OF_ORDER))));
    }
    assertThat(read("a").get(series("a"))).containsExactly(Sample.of(T0 + STEP, 1));
    assertThat(read("b").get(series("b"))).containsExactly(Sample.of(T0, 6));
  }

  @Test
  default void anotherValueForTheSameTimeIsRefusedAndTheSameOneIsNot() {
    append(series("a"), T0, 1);
    CommitResult same = append(series("a"), T0, 1);
    assertThat(same).as("the same value").isEqualTo(CommitResult.allStored(1));
    CommitResult other = append(series("a"), T0, 2);
    assertThat(other.duplicate()).isEqualTo(1);
    assertThat(other.stored()).isZero();
    assertThat(other.refusals()).containsExactly(new Refusal(series("a"), T0, Reason.DUPLICATE));
    assertThat(read("a").get(series("a"))).containsExactly(Sample.of(T0, 1));
  }

  @Test
  default void onlyTheFirstRefusalsAreNamed() {
    int count = CommitResult.MAX_REFUSALS * 3;
    try (RowWriter writer = engine().writer(TARGET)) {
      for (long time : new long[] {T0 + STEP, T0}) {
        writer.row(time);
        for (int i = 0; i < count; i++) {
          writer.set(writer.column(series("a", "i", "" + i)), 1);
        }
        CommitResult result = writer.commit();
        if (time == T0) {
          assertThat(result.outOfOrder()).isEqualTo(count);
          assertThat(result.refusals()).hasSize(CommitResult.MAX_REFUSALS);
        }
      }
    }
  }

  @Test
  default void theSameTargetMayBeWrittenAgain() {
    append(series("a"), T0, 1);
    append(series("a"), T0 + STEP, 2);
    try (RowWriter first = engine().writer(TARGET);
        RowWriter other = engine().writer(Labels.of("job", "test", "instance", "other"))) {
      append(first, series("a"), T0 + 2 * STEP, 3);
      append(other, series("a").with("instance", "other"), T0 + 2 * STEP, 4);
      append(first, series("a"), T0 + 3 * STEP, 5);
    }
    assertThat(read("a").get(series("a")))
        .extracting(Sample::value)
        .containsExactly(1., 2., 3., 5.);
    assertThat(read("a").get(series("a").with("instance", "other")))
        .containsExactly(Sample.of(T0 + 2 * STEP, 4));
  }

  @Test
  default void aSeriesMayComeBackAfterItsEnd() {
    try (RowWriter writer = engine().writer(TARGET)) {
      append(writer, series("a"), T0, 1);
      int a = writer.column(series("a"));
      writer.row(T0 + STEP);
      writer.set(a, SpecialValues.STALE);
      writer.release(a);
      writer.commit();
      append(writer, series("a"), T0 + 2 * STEP, 2);
    }
    assertThat(read("a").get(series("a")))
        .containsExactly(
            Sample.of(T0, 1),
            Sample.of(T0 + STEP, SpecialValues.STALE),
            Sample.of(T0 + 2 * STEP, 2));
  }
}
