// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsWriterTest {

  private static final MetricSnapshots UTF8_NAME =
      MetricSnapshots.of(
          GaugeSnapshot.builder()
              .name("room.heat")
              .help("H.")
              .dataPoint(
                  GaugeDataPointSnapshot.builder().labels(Labels.of("a", "b")).value(1).build())
              .build());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                     | text/plain; version=0.0.4; charset=utf-8; escaping=underscores
          text/html,*/*;q=0.8                                    | text/plain; version=0.0.4; charset=utf-8; escaping=underscores
          application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.4 | application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8
          application/openmetrics-text;version=0.0.1;q=0.3,text/plain;version=1.0.0;escaping=dots;q=0.4 | text/plain; version=1.0.0; charset=utf-8; escaping=dots
          application/openmetrics-text;version=9,text/plain;q=0  | text/plain; version=0.0.4; charset=utf-8; escaping=underscores
          application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,*/*;q=0.1 | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=underscores
          """)
  void the_most_wanted_format_is_written(String accept, String contentType) {
    assertThat(MetricsWriter.forAccept(accept).contentType()).isEqualTo(contentType);
  }

  @ParameterizedTest
  @CsvSource({
    "allow-utf-8, room.heat",
    "underscores, room_heat",
    "dots, room_dot_heat",
    "values, U__room_2e_heat"
  })
  void names_are_escaped_as_asked_in_every_format(String escaping, String name) throws Exception {
    for (String type :
        List.of(
            "text/plain;version=1.0.0",
            "application/openmetrics-text;version=1.0.0",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")) {
      MetricsWriter writer = MetricsWriter.forAccept(type + ";escaping=" + escaping);
      assertThat(names(writer)).as(type).containsExactly(name);
    }
  }

  @Test
  void what_is_written_has_the_format_that_its_content_type_says() throws Exception {
    for (String type : List.of("text/plain", "application/openmetrics-text;version=1.0.0")) {
      MetricsWriter writer = MetricsWriter.forAccept(type);
      assertThat(FormatChoice.of(writer.contentType(), null).format()).isEqualTo(writer.format());
      assertThat(names(writer)).hasSize(1);
    }
  }

  private static List<String> names(MetricsWriter writer) throws IOException, ExpositionException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, UTF8_NAME);
    ExpositionReader reader =
        ExpositionFormats.reader(
            writer.format(), out.toByteArray(), out.size(), ReaderOptions.DEFAULT);
    List<String> names = new java.util.ArrayList<>();
    for (var e = reader.next(); e != ExpositionReader.Entry.END; e = reader.next()) {
      if (e == ExpositionReader.Entry.SAMPLE) {
        names.add(reader.labels().metricName());
      }
    }
    return names;
  }
}
