// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryStatistics;
import io.narthex.promql.QueryValue;
import io.narthex.web.json.JsonStream;
import java.io.IOException;

/** What a query cost, as the member {@code stats}; times are in seconds. */
final class StatisticsJson {

  private StatisticsJson() {}

  static void write(JsonStream json, QueryStatistics statistics, QueryValue value)
      throws IOException {
    double parse = statistics.parseNanos() / 1e9;
    double evaluation = statistics.evaluationNanos() / 1e9;
    double queue = statistics.queueNanos() / 1e9;
    json.beginObject().name("timings").beginObject();
    json.name("evalTotalTime").number(evaluation);
    json.name("resultSortTime").number(0);
    json.name("queryPreparationTime").number(parse);
    json.name("innerEvalTime").number(evaluation);
    json.name("execQueueTime").number(queue);
    json.name("execTotalTime").number(parse + evaluation + queue).endObject();
    json.name("samples").beginObject();
    if (statistics.samplesPerStep().length > 0) {
      perStep(json.name("totalQueryableSamplesPerStep"), statistics.samplesPerStep(), value);
    }
    json.name("totalQueryableSamples").value(statistics.totalSamples());
    if (statistics.samplesReadPerStep().length > 0) {
      perStep(json.name("samplesReadPerStep"), statistics.samplesReadPerStep(), value);
    }
    json.name("samplesRead").value(statistics.samplesRead());
    json.name("peakSamples").value(statistics.peakSamples()).endObject();
    json.endObject();
  }

  private static void perStep(JsonStream json, long[] samples, QueryValue value)
      throws IOException {
    long start =
        switch (value) {
          case QueryValue.StepMatrix matrix -> matrix.startMs();
          case QueryValue.InstantVector vector -> vector.timestampMs();
          case QueryValue.Scalar scalar -> scalar.timestampMs();
          case QueryValue.Text text -> text.timestampMs();
          case QueryValue.RawMatrix _ -> 0;
        };
    long step = value instanceof QueryValue.StepMatrix matrix ? matrix.stepMs() : 0;
    json.beginArray();
    for (int i = 0; i < samples.length; i++) {
      json.beginArray().timestamp(start + i * step).value(samples[i]).endArray();
    }
    json.endArray();
  }
}
