// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What one append holds, until there is an engine to take it. For one thread at a time. */
final class WaitingAppend {

  private static final int OBJECT = 64;

  /** A part of the append, in the order in which it came. */
  private sealed interface Part {

    record Row(long timestampMs) implements Part {}

    record All(double[] values) implements Part {}

    record One(int column, double value) implements Part {}

    record OfHistogram(int column, Histogram histogram) implements Part {}

    record OfExemplar(int column, Exemplar exemplar) implements Part {}

    record OfStart(int column, long startMs) implements Part {}

    record OfMetadata(MetricMetadata metadata) implements Part {}
  }

  private final List<Part> parts = new ArrayList<>(2);
  private long size = OBJECT;
  private int samples;

  private void add(Part part, long bytes) {
    parts.add(part);
    size += bytes;
  }

  void row(long timestampMs) {
    add(new Part.Row(timestampMs), OBJECT);
  }

  void set(int column, double value) {
    add(new Part.One(column, value), OBJECT);
    samples++;
  }

  void setAll(double[] values, int count) {
    add(new Part.All(Arrays.copyOf(values, count)), OBJECT + 8L * count);
    for (int i = 0; i < count; i++) {
      samples += SpecialValues.isAbsent(values[i]) ? 0 : 1;
    }
  }

  void histogram(int column, Histogram histogram) {
    add(new Part.OfHistogram(column, histogram), 512);
    samples++;
  }

  void exemplar(int column, Exemplar exemplar) {
    add(new Part.OfExemplar(column, exemplar), 256);
  }

  void start(int column, long startMs) {
    add(new Part.OfStart(column, startMs), OBJECT);
  }

  void metadata(MetricMetadata metadata) {
    add(new Part.OfMetadata(metadata), OBJECT);
  }

  /** Returns how much memory the append takes, about. */
  long size() {
    return size;
  }

  /** Returns how many samples the append has. */
  int samples() {
    return samples;
  }

  /**
   * Sets everything in an engine's writer; the caller commits.
   *
   * @param column from the columns here to those of the writer, -1 for those that it refused
   */
  void replay(RowWriter into, IntUnaryOperator column) {
    for (Part part : parts) {
      switch (part) {
        case Part.Row(long timestampMs) -> into.row(timestampMs);
        case Part.One(int c, double value) -> set(into, column.applyAsInt(c), value);
        case Part.All(double[] values) -> {
          for (int c = 0; c < values.length; c++) {
            set(into, column.applyAsInt(c), values[c]);
          }
        }
        case Part.OfHistogram(int c, Histogram histogram) -> {
          if (column.applyAsInt(c) >= 0) {
            into.setHistogram(column.applyAsInt(c), histogram);
          }
        }
        case Part.OfExemplar(int c, Exemplar exemplar) -> {
          if (column.applyAsInt(c) >= 0) {
            into.exemplar(column.applyAsInt(c), exemplar);
          }
        }
        case Part.OfStart(int c, long startMs) -> {
          if (column.applyAsInt(c) >= 0) {
            into.startTimestamp(column.applyAsInt(c), startMs);
          }
        }
        case Part.OfMetadata(MetricMetadata metadata) -> into.metadata(metadata);
      }
    }
  }

  private static void set(RowWriter into, int column, double value) {
    if (column >= 0 && !SpecialValues.isAbsent(value)) {
      into.set(column, value);
    }
  }
}
