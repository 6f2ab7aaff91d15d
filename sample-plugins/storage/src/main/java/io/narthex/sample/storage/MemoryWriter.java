// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.sample.storage.MemoryEngine.Pending;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects rows until they are committed. */
final class MemoryWriter implements RowWriter {

  private final MemoryEngine engine;

  /** The series of each column; null where a column is free. */
  private final List<@Nullable Labels> columns = new ArrayList<>();

  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final List<Integer> released = new ArrayList<>();

  /** The samples of each row by column, in the order of the rows. */
  private final List<Row> rows = new ArrayList<>();

  private record Row(long timestampMs, Map<Integer, Point> points) {}

  MemoryWriter(MemoryEngine engine) {
    this.engine = engine;
  }

  @Override
  public int column(Labels series) {
    Integer known = numbers.get(series);
    if (known != null) {
      return known;
    }
    if (series.isEmpty()) {
      throw new IllegalArgumentException("a series needs labels");
    }
    int column;
    if (free.isEmpty()) {
      column = columns.size();
      columns.add(series);
    } else {
      column = free.pop();
      columns.set(column, series);
    }
    numbers.put(series, column);
    return column;
  }

  @Override
  public void release(int column) {
    series(column);
    released.add(column);
  }

  @Override
  public void row(long timestampMs) {
    rows.add(new Row(timestampMs, new LinkedHashMap<>()));
  }

  @Override
  public void set(int column, double value) {
    put(column, new Point(value, null));
  }

  @Override
  public void setHistogram(int column, Histogram histogram) {
    put(column, new Point(0, histogram));
  }

  private void put(int column, Point point) {
    if (rows.isEmpty()) {
      throw new IllegalStateException("row() comes before the values");
    }
    series(column);
    rows.getLast().points.put(column, point);
  }

  private Labels series(int column) {
    Labels series = column < columns.size() ? columns.get(column) : null;
    if (series == null) {
      throw new IllegalArgumentException("there is no column " + column);
    }
    return series;
  }

  @Override
  public CommitResult commit() {
    List<Pending> append = new ArrayList<>();
    for (Row row : rows) {
      row.points.forEach(
          (column, point) -> append.add(new Pending(series(column), row.timestampMs, point)));
    }
    rows.clear();
    CommitResult result = engine.commit(append);
    for (int column : released) {
      Labels series = columns.set(column, null);
      if (series != null) {
        numbers.remove(series);
        free.push(column);
      }
    }
    released.clear();
    return result;
  }

  @Override
  public void rollback() {
    rows.clear();
    released.clear();
  }

  @Override
  public void close() {
    rollback();
  }
}
