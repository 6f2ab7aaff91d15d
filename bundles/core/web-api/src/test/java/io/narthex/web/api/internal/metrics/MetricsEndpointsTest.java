// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import static io.narthex.web.api.internal.TestServer.encode;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.narthex.exposition.ExpositionFormats;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.exposition.Format;
import io.narthex.exposition.ReaderOptions;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.web.api.internal.FakeConfiguration;
import io.narthex.web.api.internal.FakeStorage;
import io.narthex.web.api.internal.FakeText;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MetricsEndpointsTest {

  @Test
  void showsOwnMetricsAndLeavesBrokenCollectorsOut() throws Exception {
    OwnMetrics metrics = new OwnMetrics();
    metrics.addMultiCollector(new ProcessMetrics());
    metrics.addMultiCollector(new JvmMetrics());
    Collector broken =
        () -> {
          throw new IllegalStateException("broken");
        };
    metrics.addCollector(broken);
    try (TestServer server = new TestServer(Map.of("/metrics", new MetricsServlet(metrics)))) {
      assertThat(server.get("/metrics"))
          .contains("# TYPE process_cpu_seconds_total counter")
          .contains("process_open_fds ")
          .contains("jvm_memory_used_bytes{area=\"heap\"} ")
          .contains("jvm_gc_collection_seconds_count{gc=")
          .contains("narthex_metrics_collector_failures_total 1.0");
    }
  }

  @Test
  void showsOwnMetricsAsJson() throws Exception {
    OwnMetrics metrics = new OwnMetrics();
    metrics.addMultiCollector(
        () ->
            MetricSnapshots.of(
                CounterSnapshot.builder()
                    .name("a")
                    .help("Some \"a\".")
                    .dataPoint(
                        CounterDataPointSnapshot.builder()
                            .labels(io.prometheus.metrics.model.snapshots.Labels.of("l", "v"))
                            .value(3)
                            .build())
                    .build(),
                GaugeSnapshot.builder()
                    .name("b")
                    .dataPoint(GaugeDataPointSnapshot.builder().value(Double.NaN).build())
                    .build(),
                HistogramSnapshot.builder()
                    .name("c")
                    .dataPoint(
                        HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(
                                    new double[] {0.5, Double.POSITIVE_INFINITY},
                                    new Number[] {2, 1}))
                            .sum(1.5)
                            .build())
                    .build()));
    try (TestServer server =
        new TestServer(Map.of("/self_metrics", new SelfMetricsServlet(metrics)))) {
      assertThat(server.get("/self_metrics?metric_name_pattern=" + encode("a_total|b|c")))
          .isEqualTo(
              "{\"status\":\"success\",\"data\":["
                  + "{\"name\":\"a_total\",\"help\":\"Some \\\"a\\\".\",\"type\":\"COUNTER\",\"metric\":["
                  + "{\"label\":[{\"name\":\"l\",\"value\":\"v\"}],\"counter\":{\"value\":3}}]},"
                  + "{\"name\":\"b\",\"type\":\"GAUGE\",\"metric\":[{\"gauge\":{\"value\":\"NaN\"}}]},"
                  + "{\"name\":\"c\",\"type\":\"HISTOGRAM\",\"metric\":[{\"histogram\":{"
                  + "\"sampleCount\":\"3\",\"sampleSum\":1.5,\"bucket\":["
                  + "{\"cumulativeCount\":\"2\",\"upperBound\":0.5},"
                  + "{\"cumulativeCount\":\"3\",\"upperBound\":\"Infinity\"}]}}]}]}");
      assertThat(server.get("/self_metrics")).contains("narthex_metrics_collector_failures_total");
      assertThat(server.status("/self_metrics?metric_name_pattern=" + encode("("))).isEqualTo(400);
    }
  }

  @Test
  void federatesTheNewestSampleOfEachSeries() throws Exception {
    FakeStorage storage = new FakeStorage();
    storage.selection = new OneBatch();
    ServerParts parts = new ServerParts();
    parts.setStorage(storage);
    parts.setText(new FakeText());
    parts.setConfiguration(
        new FakeConfiguration("global: {external_labels: {cluster: c1, job: never}}\n"));
    try (TestServer server =
        new TestServer(Map.of("/federate", new FederateServlet(parts, name -> null)))) {
      assertThat(server.get("/federate?match[]=" + encode("{job=\"a\"}")))
          .isEqualTo(
              """
              # TYPE a untyped
              a{instance="i",job="a",cluster="c1"} 2.5 2000
              # TYPE up untyped
              up{job="a",text="q\\"n\\n",cluster="c1",instance=""} NaN 1000
              """);
      storage.selection = new OneBatch();
      byte[] protobuf =
          server.get(
              "/federate?match[]=" + encode("{job=\"a\"}"),
              Map.of(
                  "Accept",
                  "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                      + "encoding=delimited,text/plain;q=0.5"));
      ExpositionReader reader =
          ExpositionFormats.reader(
              Format.PROTOBUF, protobuf, protobuf.length, ReaderOptions.DEFAULT);
      List<String> samples = new ArrayList<>();
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        switch (entry) {
          case SAMPLE -> samples.add(reader.labels().metricName() + " " + reader.value());
          case HISTOGRAM -> samples.add(reader.labels().metricName() + " " + reader.histogram());
          case TYPE, HELP, UNIT, COMMENT, END -> {}
        }
      }
      assertThat(samples).containsExactly("a 2.5", "hot " + HOT, "up NaN");

      assertThat(server.status("/federate?match[]=" + encode("{job="))).isEqualTo(400);
      assertThat(server.get("/federate?match[]=" + encode("{}"))).isEmpty();
    }
  }

  @Test
  void compressesByZstdWhenTheScraperLikesThatBest() throws Exception {
    OwnMetrics metrics = new OwnMetrics();
    metrics.addMultiCollector(new ProcessMetrics());
    try (TestServer server = new TestServer(Map.of("/metrics", new MetricsServlet(metrics)))) {
      byte[] body = server.get("/metrics", Map.of("Accept-Encoding", "zstd, gzip;q=0.5"));
      try (InputStream in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(body))) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .contains("# TYPE process_cpu_seconds_total counter");
      }
      assertThat(
              new String(
                  server.get("/metrics", Map.of("Accept-Encoding", "gzip, zstd")),
                  StandardCharsets.UTF_8))
          .contains("# TYPE process_cpu_seconds_total counter");
    }
  }

  private static final Histogram HOT =
      new Histogram(
          0,
          false,
          ResetHint.UNKNOWN,
          0,
          0,
          2.5,
          4,
          List.of(new BucketSpan(1, 1)),
          new double[] {2.5},
          List.of(),
          new double[0],
          new double[0]);

  private static final class OneBatch implements Selection, SeriesBatch {

    private static final List<Labels> LABELS =
        List.of(
            Labels.of("__name__", "up", "job", "a", "text", "q\"n\n"),
            Labels.of("__name__", "gone", "job", "a"),
            Labels.of("__name__", "a", "job", "a", "instance", "i"),
            Labels.of("__name__", "hot", "job", "a"));
    private static final double[][] VALUES = {
      {SpecialValues.NAN, SpecialValues.ABSENT},
      {1, SpecialValues.STALE},
      {1, 2.5},
      {1, SpecialValues.ABSENT}
    };

    private boolean taken;

    @Override
    public SeriesBatch next() {
      boolean first = !taken;
      taken = true;
      return first ? this : null;
    }

    @Override
    public int seriesCount() {
      return LABELS.size();
    }

    @Override
    public int rowCount() {
      return 2;
    }

    @Override
    public long[] timestamps() {
      return new long[] {1000, 2000, 0};
    }

    @Override
    public Labels labels(int series) {
      return LABELS.get(series);
    }

    @Override
    public Kind kind(int series) {
      return series == 3 ? Kind.BOTH : Kind.FLOATS;
    }

    @Override
    public void values(int series, double[] into, int offset) {
      System.arraycopy(VALUES[series], 0, into, offset, 2);
    }

    @Override
    public void histograms(int series, @Nullable Histogram[] into, int offset) {
      into[offset] = null;
      into[offset + 1] = HOT;
    }

    @Override
    public void close() {}
  }
}
