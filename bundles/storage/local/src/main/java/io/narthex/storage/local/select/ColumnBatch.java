// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.select;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A batch over several sources of one target (or of one series): laid end to end where they follow
 * each other in time, merged where they overlap. Of two samples of a series with one timestamp the
 * one in the earlier source counts.
 */
public final class ColumnBatch implements SeriesBatch {

  private final List<ColumnSource> sources;
  private final int[] series;
  private final IntFunction<Labels> labels;
  // columns[s][i]: the column of series i in source s, or -1.
  private final int[][] columns;
  private final long[] timestamps;
  private final int rowCount;
  // Where source s begins when sources follow each other; else rows[s][r] is where its row r goes.
  private final int[] starts;
  private final int @Nullable [][] rows;
  private double[] floats = new double[0];
  private long[] longs = new long[0];

  /**
   * A batch.
   *
   * @param sources not empty
   * @param series the numbers of its series
   * @param columns for each source the column of each series, -1 where it has none
   * @param labels tells a series' labels by its number
   */
  public ColumnBatch(
      List<ColumnSource> sources, int[] series, int[][] columns, IntFunction<Labels> labels) {
    this.sources = sources;
    this.series = series;
    this.columns = columns;
    this.labels = labels;
    this.starts = new int[sources.size()];
    int total = 0;
    boolean disjoint = true;
    long last = Long.MIN_VALUE;
    for (int s = 0; s < sources.size(); s++) {
      ColumnSource source = sources.get(s);
      disjoint &= s == 0 || source.timestamps()[0] > last;
      last = source.timestamps()[source.rowCount() - 1];
      starts[s] = total;
      total += source.rowCount();
    }
    if (sources.size() == 1) {
      timestamps = sources.getFirst().timestamps();
      rowCount = total;
      rows = null;
      return;
    }
    long[] all = new long[total];
    for (int s = 0; s < sources.size(); s++) {
      ColumnSource source = sources.get(s);
      System.arraycopy(source.timestamps(), 0, all, starts[s], source.rowCount());
    }
    if (disjoint) {
      rowCount = total;
      rows = null;
    } else {
      rowCount = sortUnique(all);
      rows = new int[sources.size()][];
      for (int s = 0; s < rows.length; s++) {
        ColumnSource source = sources.get(s);
        int[] to = new int[source.rowCount()];
        int at = 0;
        for (int r = 0; r < to.length; r++) {
          long t = source.timestamps()[r];
          while (all[at] != t) {
            at++;
          }
          to[r] = at;
        }
        rows[s] = to;
      }
    }
    timestamps = all;
  }

  private static int sortUnique(long[] times) {
    Arrays.sort(times);
    int n = 0;
    for (long t : times) {
      if (n == 0 || times[n - 1] != t) {
        times[n++] = t;
      }
    }
    return n;
  }

  @Override
  public int seriesCount() {
    return series.length;
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public long[] timestamps() {
    return timestamps;
  }

  @Override
  public Labels labels(int i) {
    return labels.apply(series[i]);
  }

  @Override
  public Kind kind(int i) {
    Kind kind = null;
    for (int s = 0; s < columns.length; s++) {
      if (columns[s][i] >= 0) {
        Kind here = sources.get(s).kind(columns[s][i]);
        if (kind != null && kind != here) {
          return Kind.BOTH;
        }
        kind = here;
      }
    }
    return kind == null ? Kind.FLOATS : kind;
  }

  @Override
  public void values(int i, double[] into, int offset) {
    if (rows != null) {
      Arrays.fill(into, offset, offset + rowCount, SpecialValues.ABSENT);
    }
    for (int s = 0; s < columns.length; s++) {
      ColumnSource source = sources.get(s);
      int column = columns[s][i];
      int n = source.rowCount();
      if (rows == null) {
        if (column >= 0) {
          source.values(column, into, offset + starts[s]);
        } else {
          Arrays.fill(into, offset + starts[s], offset + starts[s] + n, SpecialValues.ABSENT);
        }
      } else if (column >= 0) {
        floats = floats.length < n ? new double[n] : floats;
        source.values(column, floats, 0);
        int[] to = rows[s];
        for (int r = 0; r < n; r++) {
          if (!SpecialValues.isAbsent(floats[r]) && SpecialValues.isAbsent(into[offset + to[r]])) {
            into[offset + to[r]] = floats[r];
          }
        }
      }
    }
  }

  @Override
  public void histograms(int i, @Nullable Histogram[] into, int offset) {
    Arrays.fill(into, offset, offset + rowCount, null);
    for (int s = 0; s < columns.length; s++) {
      int column = columns[s][i];
      ColumnSource source = sources.get(s);
      if (column < 0 || source.kind(column) == Kind.FLOATS) {
        continue;
      }
      if (rows == null) {
        source.histograms(column, into, offset + starts[s]);
      } else {
        @Nullable Histogram[] some = new Histogram[source.rowCount()];
        source.histograms(column, some, 0);
        for (int r = 0; r < some.length; r++) {
          if (some[r] != null && into[offset + rows[s][r]] == null) {
            into[offset + rows[s][r]] = some[r];
          }
        }
      }
    }
  }

  @Override
  public boolean startTimestamps(int i, long[] into, int offset) {
    boolean any = false;
    for (int s = 0; s < columns.length; s++) {
      int column = columns[s][i];
      int n = sources.get(s).rowCount();
      longs = longs.length < n ? new long[n] : longs;
      if (column >= 0 && sources.get(s).startTimestamps(column, longs, 0)) {
        if (!any) {
          Arrays.fill(into, offset, offset + rowCount, 0);
          any = true;
        }
        for (int r = 0; r < n; r++) {
          int to = offset + (rows == null ? starts[s] + r : rows[s][r]);
          if (into[to] == 0) {
            into[to] = longs[r];
          }
        }
      }
    }
    return any;
  }
}
