// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelChurnTest {

  private static final double NONE = SpecialValues.ABSENT;

  private record Batch(long[] timestamps, List<Labels> all, double[][] columns)
      implements SeriesBatch {

    @Override
    public int seriesCount() {
      return all.size();
    }

    @Override
    public int rowCount() {
      return timestamps.length;
    }

    @Override
    public Labels labels(int series) {
      return all.get(series);
    }

    @Override
    public Kind kind(int series) {
      return Kind.FLOATS;
    }

    @Override
    public void values(int series, double[] into, int offset) {
      System.arraycopy(columns[series], 0, into, offset, timestamps.length);
    }

    @Override
    public void histograms(int series, @Nullable Histogram[] into, int offset) {
      // There are none.
    }
  }

  private static Selection of(SeriesBatch... batches) {
    ArrayDeque<SeriesBatch> left = new ArrayDeque<>(List.of(batches));
    return new Selection() {
      @Override
      public @Nullable SeriesBatch next() {
        return left.poll();
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }

  @Test
  void series_that_live_shortly_count_by_what_they_lack() {
    LabelChurn churn = new LabelChurn(0, 400);
    churn.add(
        of(
            new Batch(
                new long[] {0, 100, 200, 300, 400},
                List.of(
                    Labels.of("__name__", "up", "pod", "stays"),
                    Labels.of("__name__", "up", "pod", "ends"),
                    Labels.of("__name__", "up", "pod", "begins"),
                    Labels.of("__name__", "up", "pod", "once"),
                    Labels.of("__name__", "other", "pod", "never")),
                new double[][] {
                  {1, NONE, 1, 1, 1},
                  {1, SpecialValues.STALE, NONE, NONE, NONE},
                  {NONE, NONE, NONE, NONE, 1},
                  {NONE, NONE, 1, NONE, NONE},
                  {NONE, NONE, NONE, NONE, NONE}
                })));
    assertThat(churn.pairs(10))
        .containsExactly(
            new Ranked("__name__=up", 3),
            new Ranked("pod=begins", 1),
            new Ranked("pod=ends", 1),
            new Ranked("pod=once", 1));
    assertThat(churn.names(1)).containsExactly(new Ranked("__name__", 3));
  }

  @Test
  void two_halves_count_as_one() {
    LabelChurn churn = new LabelChurn(0, 400);
    churn.add(
        of(
            new Batch(
                new long[] {0, 200, 400},
                List.of(Labels.of("a", "1"), Labels.of("a", "1", "b", "2")),
                new double[][] {{1, 1, NONE}, {NONE, 1, 1}})));
    assertThat(churn.pairs(10)).containsExactly(new Ranked("a=1", 1), new Ranked("b=2", 1));
  }
}
