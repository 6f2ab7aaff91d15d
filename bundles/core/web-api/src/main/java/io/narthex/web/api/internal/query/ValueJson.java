// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryValue;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.web.json.JsonStream;
import io.narthex.web.json.TimestampTexts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Query values as JSON: the members {@code resultType} and {@code result}. Timestamps are rendered
 * once and shared by all series of an answer.
 */
final class ValueJson {

  private ValueJson() {}

  /** Writes the two members into an object that was begun. */
  static void write(JsonStream json, QueryValue value) throws IOException {
    switch (value) {
      case QueryValue.Scalar(long time, double number) -> {
        json.name("resultType").value("scalar").name("result");
        json.sample(TimestampTexts.of(time), 0, number);
      }
      case QueryValue.Text(long time, String text) -> {
        json.name("resultType").value("string").name("result");
        json.beginArray().timestamp(time).value(text).endArray();
      }
      case QueryValue.InstantVector vector -> vector(json, vector);
      case QueryValue.RawMatrix matrix -> {
        json.name("resultType").value("matrix").name("result").beginArray();
        // Series of one target share their array of timestamps.
        long[] rendered = {};
        TimestampTexts times = TimestampTexts.of(rendered);
        for (QueryValue.RawSeries series : matrix.series()) {
          if (series.timestampsMs() != rendered) {
            rendered = series.timestampsMs();
            times = TimestampTexts.of(rendered);
          }
          json.beginObject().name("metric").labels(series.labels());
          samples(json, times, series.values(), series.histograms());
          json.endObject();
        }
        json.endArray();
      }
      case QueryValue.StepMatrix matrix -> {
        json.name("resultType").value("matrix").name("result").beginArray();
        TimestampTexts times =
            TimestampTexts.ofSteps(matrix.startMs(), matrix.stepMs(), matrix.steps());
        for (QueryValue.StepSeries series : matrix.series()) {
          json.beginObject().name("metric").labels(series.labels());
          samples(json, times, series.values(), series.histograms());
          json.endObject();
        }
        json.endArray();
      }
    }
  }

  private static void vector(JsonStream json, QueryValue.InstantVector vector) throws IOException {
    json.name("resultType").value("vector").name("result").beginArray();
    TimestampTexts time = TimestampTexts.of(vector.timestampMs());
    for (QueryValue.Sample sample : vector.samples()) {
      json.beginObject().name("metric").labels(sample.labels());
      Histogram histogram = sample.histogram();
      if (histogram == null) {
        json.name("value").sample(time, 0, sample.value());
      } else {
        json.name("histogram").beginArray().timestamp(vector.timestampMs());
        HistogramJson.write(json, histogram);
        json.endArray();
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void samples(
      JsonStream json,
      TimestampTexts times,
      double[] values,
      @Nullable Histogram @Nullable [] histograms)
      throws IOException {
    boolean begun = false;
    for (int i = 0; i < times.size(); i++) {
      double value = values[i];
      if (!SpecialValues.isAbsent(value) && (histograms == null || histograms[i] == null)) {
        if (!begun) {
          json.name("values").beginArray();
          begun = true;
        }
        json.sample(times, i, value);
      }
    }
    if (begun) {
      json.endArray();
    }
    if (histograms != null) {
      histograms(json, times, histograms);
    }
  }

  private static void histograms(
      JsonStream json, TimestampTexts times, @Nullable Histogram[] histograms) throws IOException {
    boolean begun = false;
    for (int i = 0; i < times.size(); i++) {
      Histogram histogram = histograms[i];
      if (histogram != null) {
        if (!begun) {
          json.name("histograms").beginArray();
          begun = true;
        }
        json.beginArray().timestamp(times, i);
        HistogramJson.write(json, histogram);
        json.endArray();
      }
    }
    if (begun) {
      json.endArray();
    }
  }
}
