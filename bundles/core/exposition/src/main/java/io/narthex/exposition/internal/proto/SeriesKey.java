// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.internal.GoFloat;
import io.narthex.exposition.internal.GoQuote;
import io.narthex.exposition.internal.Utf8;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes that name the present series: which part of the metric it is, then the family's name
 * behind its length, the bound of a bucket or quantile, and the label messages as they stand in the
 * body; and the labels themselves. Two series of a body have the same bytes only if they are the
 * same. Not safe for several threads.
 */
final class SeriesKey {

  /** Which part of a metric a series is. */
  enum Kind {
    SINGLE(""),
    COUNT("_count"),
    SUM("_sum"),
    BUCKET("_bucket"),
    QUANTILE(""),
    HISTOGRAM("");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private final byte[] b;
  private final FamilyMessage family;
  private final MetricMessage metric;
  private final boolean typeAndUnitLabels;
  private byte[] bytes = new byte[256];
  private int length;

  SeriesKey(byte[] b, FamilyMessage family, MetricMessage metric, boolean typeAndUnitLabels) {
    this.b = b;
    this.family = family;
    this.metric = metric;
    this.typeAndUnitLabels = typeAndUnitLabels;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Writes the bytes of a series of the present metric. */
  void write(Kind kind, double bound) {
    length = 0;
    room(16);
    bytes[length++] = (byte) kind.ordinal();
    bytes[length++] = (byte) family.type().number();
    number(family.nameTo() - family.nameFrom(), 4);
    number(Double.doubleToRawLongBits(bound), 8);
    copy(family.nameFrom(), family.nameTo());
    if (typeAndUnitLabels) {
      copy(family.unitFrom(), family.unitTo());
      room(1);
      bytes[length++] = 0;
    }
    for (int i = 0; i < metric.labels.size(); i++) {
      int from = metric.labels.from(i);
      int to = metric.labels.to(i);
      room(4);
      number(to - from, 4);
      copy(from, to);
    }
  }

  private void number(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) (value >>> 8 * i);
    }
  }

  private void copy(int from, int to) {
    room(to - from);
    System.arraycopy(b, from, bytes, length, to - from);
    length += to - from;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  /** Makes the labels of a series of the present metric. */
  Labels labels(WireCursor in, Kind kind, double bound) throws ExpositionException {
    LabelsBuilder out = new LabelsBuilder();
    out.set(Label.METRIC_NAME, family.name() + kind.suffix);
    boolean typed = typeAndUnitLabels && family.type().type() != MetricType.UNKNOWN;
    boolean united = typeAndUnitLabels && family.unitTo() > family.unitFrom();
    if (typed) {
      out.set("__type__", family.type().type().text());
    }
    if (united) {
      out.set("__unit__", family.unit());
    }
    for (int i = 0; i < metric.labels.size(); i++) {
      in.range(metric.labels.from(i), metric.labels.to(i));
      pair(in, out, typed, united);
    }
    switch (kind) {
      case BUCKET -> put(in, out, "le", GoFloat.openMetrics(bound));
      case QUANTILE -> put(in, out, "quantile", GoFloat.openMetrics(bound));
      case SINGLE, COUNT, SUM, HISTOGRAM -> {}
    }
    return out.build();
  }

  /** Reads a {@code LabelPair}; what the family's own labels override is passed over. */
  private void pair(WireCursor in, LabelsBuilder out, boolean typed, boolean united)
      throws ExpositionException {
    String name = "";
    String value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = text(in, "name");
        case 2 -> value = text(in, "value");
        default -> in.skip();
      }
    }
    boolean overridden =
        (typed && name.equals("__type__"))
            || (united && name.equals("__unit__"))
            || (typeAndUnitLabels && name.equals(Label.METRIC_NAME));
    if (!overridden) {
      put(in, out, name, value);
    }
  }

  private String text(WireCursor in, String what) throws ExpositionException {
    in.bytes();
    if (!Utf8.isValid(b, in.from(), in.to())) {
      throw in.fault("invalid UTF-8 label " + what + ": " + GoQuote.quote(b, in.from(), in.to()));
    }
    return new String(b, in.from(), in.to() - in.from(), StandardCharsets.UTF_8);
  }

  private static void put(WireCursor in, LabelsBuilder out, String name, String value)
      throws ExpositionException {
    if (name.isEmpty()) {
      throw in.fault("empty label name: invalid sample");
    }
    if (out.contains(name)) {
      throw in.fault("label name " + GoQuote.quote(name) + " is not unique: invalid sample");
    }
    out.set(name, value);
  }

  /** Reads an {@code Exemplar} from a range. */
  Exemplar exemplar(WireCursor in, int from, int to) throws ExpositionException {
    in.range(from, to);
    LabelsBuilder labels = new LabelsBuilder();
    double value = 0;
    long time = ExpositionReader.NO_TIMESTAMP;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> {
          int outer = in.enter();
          pair(in, labels, false, false);
          in.leave(outer);
        }
        case 2 -> value = in.number();
        case 3 -> {
          int outer = in.enter();
          time = MetricMessage.time(in);
          in.leave(outer);
        }
        default -> in.skip();
      }
    }
    return new Exemplar(labels.build(), value, time);
  }
}
