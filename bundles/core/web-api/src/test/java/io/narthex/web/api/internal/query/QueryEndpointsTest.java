// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.ExplainedOperator;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryOptions;
import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryResult;
import io.narthex.promql.QueryStatistics;
import io.narthex.promql.QueryValue;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.web.api.internal.FakeText;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryEndpointsTest {

  private static final Histogram HISTOGRAM =
      new Histogram(
          0,
          true,
          Histogram.ResetHint.UNKNOWN,
          0.25,
          3,
          10,
          34593.34,
          List.of(new BucketSpan(0, 2), new BucketSpan(1, 1)),
          new double[] {2, 0, 1},
          List.of(new BucketSpan(1, 1)),
          new double[] {4},
          new double[0]);

  private final FakeEngine engine = new FakeEngine();
  private final ServerParts parts = new ServerParts();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    parts.setQueries(engine);
    parts.setText(new FakeText());
    server =
        new TestServer(
            Map.of(
                "/api/v1/format_query", new FormatQueryServlet(parts),
                "/api/v1/parse_query", new ParseQueryServlet(parts),
                "/api/v1/query", new QueryServlet(parts),
                "/api/v1/query_range", new QueryRangeServlet(parts)));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void answersAnInstantVector() {
    engine.value =
        new QueryValue.InstantVector(
            1435781451781L,
            List.of(
                new QueryValue.Sample(Labels.of("__name__", "up", "job", "a"), 1, null),
                new QueryValue.Sample(Labels.of("job", "b"), 0, HISTOGRAM)));

    assertThat(server.get("/api/v1/query?query=up&time=1435781451.781&timeout=5s"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"value\":[1435781451.781,\"1\"]},"
                + "{\"metric\":{\"job\":\"b\"},\"histogram\":[1435781451.781,{\"count\":\"10\","
                + "\"sum\":\"34593.34\",\"buckets\":[[1,\"-2\",\"-1\",\"4\"],"
                + "[3,\"-0.25\",\"0.25\",\"3\"],[0,\"0.5\",\"1\",\"2\"],[0,\"4\",\"8\",\"1\"]]}]}]}}");
    assertThat(engine.asked).containsExactly("up @1435781451781 PT5S null false");
  }

  @Test
  void answersAMatrixWithoutAbsentSamples() {
    engine.value =
        new QueryValue.StepMatrix(
            1000,
            500,
            3,
            List.of(
                new QueryValue.StepSeries(
                    Labels.of("a", "1"),
                    new double[] {SpecialValues.ABSENT, 0.5, SpecialValues.NAN},
                    null),
                new QueryValue.StepSeries(
                    Labels.of("a", "2"),
                    new double[] {1, SpecialValues.ABSENT, SpecialValues.ABSENT},
                    new Histogram[] {null, HISTOGRAM, null})));

    assertThat(server.get("/api/v1/query_range?query=x&start=1&end=2&step=500ms&stats=all"))
        .startsWith(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                + "{\"metric\":{\"a\":\"1\"},\"values\":[[1.500,\"0.5\"],[2,\"NaN\"]]},"
                + "{\"metric\":{\"a\":\"2\"},\"values\":[[1,\"1\"]],\"histograms\":[[1.500,{")
        .contains("\"totalQueryableSamplesPerStep\":[[1,4],[1.500,5],[2,6]]")
        .contains("\"totalQueryableSamples\":15")
        .contains("\"samplesReadPerStep\":[[1,4],[1.500,4],[2,4]],\"samplesRead\":12")
        .contains("\"execTotalTime\":0.6");
    assertThat(engine.asked).containsExactly("x 1000 2000 500 null null true");
  }

  @Test
  void answersScalarsTextsAndRawSamples() {
    engine.value = new QueryValue.Scalar(5000, 1e21);
    assertThat(server.get("/api/v1/query?query=1"))
        .contains("{\"resultType\":\"scalar\",\"result\":[5,\"1e+21\"]}");
    engine.value = new QueryValue.Text(5000, "a<b");
    assertThat(server.get("/api/v1/query?query=1"))
        .contains("{\"resultType\":\"string\",\"result\":[5,\"a<b\"]}");
    engine.value =
        new QueryValue.RawMatrix(
            List.of(
                new QueryValue.RawSeries(
                    Labels.empty(), new long[] {7, 8}, new double[] {1, 2}, null)));
    assertThat(server.get("/api/v1/query?query=1"))
        .contains(
            "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
                + "\"values\":[[0.007,\"1\"],[0.008,\"2\"]]}]}");
  }

  @Test
  void cutsAtTheLimitAndPassesAnnotationsOn() {
    engine.value =
        new QueryValue.InstantVector(
            0,
            List.of(
                new QueryValue.Sample(Labels.of("a", "1"), 1, null),
                new QueryValue.Sample(Labels.of("a", "2"), 1, null)));
    engine.warnings = List.of("PromQL warning: careful");
    engine.infos = List.of("PromQL info: fyi");

    assertThat(server.get("/api/v1/query?query=x&limit=1&stats=yes"))
        .contains("\"result\":[{\"metric\":{\"a\":\"1\"},\"value\":[0,\"1\"]}]")
        .contains("\"warnings\":[\"PromQL warning: careful\",\"results truncated due to limit\"")
        .contains("is deprecated and will be rejected")
        .endsWith("\"infos\":[\"PromQL info: fyi\"]}");
  }

  @Test
  void tellsTenWarningsAndInfosAtMost() {
    engine.warnings = IntStream.range(0, 12).mapToObj(i -> "w" + i).toList();
    engine.infos = IntStream.range(0, 11).mapToObj(i -> "i" + i).toList();
    assertThat(server.get("/api/v1/query?query=x"))
        .contains("\"w9\",\"2 more warning annotations omitted\"]")
        .contains("\"i9\",\"1 more info annotations omitted\"]")
        .doesNotContain("w10");
  }

  @Test
  void refusesBadParametersInUpstreamsWords() {
    String range = "/api/v1/query_range?query=x";
    assertThat(server.get(range + "&start=x&end=2&step=1"))
        .isEqualTo(
            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter"
                + " \\\"start\\\": cannot parse \\\"x\\\" to a valid timestamp\"}");
    assertThat(server.get(range + "&start=2&end=1&step=1"))
        .contains("end timestamp must not be before start time");
    assertThat(server.get(range + "&start=1&end=2&step=0"))
        .contains("zero or negative query resolution step widths are not accepted");
    assertThat(server.get(range + "&start=1&end=2&step=5dd"))
        .contains("cannot parse \\\"5dd\\\" to a valid duration");
    assertThat(server.get(range + "&start=0&end=11001&step=1"))
        .contains("exceeded maximum resolution of 11,000 points per timeseries");
    assertThat(server.get(range + "&start=0&end=11000&step=1")).contains("success");
    assertThat(server.get("/api/v1/query?query=x&lookback_delta=z"))
        .contains("error parsing lookback delta duration: cannot parse");
    assertThat(server.get("/api/v1/query?query=x&time=1&lookback_delta=-5")).contains("success");
    assertThat(engine.asked).as("the default").endsWith("x @1000 null null false");
    assertThat(server.get("/api/v1/query?query=x&time=1e400"))
        .contains("invalid time value for 'time': cannot parse \\\"1e400\\\" to a valid timestamp");
    assertThat(server.get(range + "&start=1&end=2&step=1e400"))
        .contains("cannot parse \\\"1e400\\\" to a valid duration\"");
  }

  @Test
  void explainsWhenAsked() {
    ExplainedOperator scan =
        new ExplainedOperator("read", "x", 4, 5, 500_000_000, 3, 30, List.of());
    engine.explanation =
        new ExplainedOperator("sum", "sum(x)", 0, 6, 250_000_000, 1, 10, List.of(scan));
    assertThat(server.get("/api/v1/query?query=x&time=1&explain=true"))
        .contains(
            "\"explain\":{\"operator\":\"sum\",\"expression\":\"sum(x)\",\"start\":0,\"end\":6,"
                + "\"seconds\":0.25,\"totalSeconds\":0.75,\"series\":1,\"samples\":10,\"inputs\":["
                + "{\"operator\":\"read\",\"expression\":\"x\",\"start\":4,\"end\":5,"
                + "\"seconds\":0.5,\"totalSeconds\":0.5,\"series\":3,\"samples\":30,"
                + "\"inputs\":[]}]}");
    assertThat(engine.explained).isTrue();
    assertThat(engine.origin).isEqualTo(new QueryOrigin.Http("127.0.0.1", "GET", "/api/v1/query"));
    assertThat(server.get("/api/v1/query?query=x&explain=perhaps"))
        .contains("invalid parameter \\\"explain\\\": must be true or false");
  }

  @Test
  void showsTheTreeOfAnExpression() {
    assertThat(server.get("/api/v1/parse_query?query=a%2Bb"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"none\":null,\"parts\":[\"a+b\",2,0.5,true],"
                + "\"type\":\"sum\"}}");
    assertThat(server.get("/api/v1/parse_query?query=a"))
        .contains("invalid parameter \\\"query\\\": 1:1: parse error: no sum");
  }

  @Test
  void formatsExpressions() {
    assertThat(server.get("/api/v1/format_query?query=a%2Bb"))
        .isEqualTo("{\"status\":\"success\",\"data\":\"a + b\"}");
    assertThat(server.get("/api/v1/format_query?query=a"))
        .contains("invalid parameter \\\"query\\\": 1:1: parse error: no sum");
  }

  @Test
  void mapsFailuresToStatusAndType() {
    for (QueryException.Kind kind : QueryException.Kind.values()) {
      engine.failure = new QueryException(kind, "no", null);
      int status =
          switch (kind) {
            case BAD_DATA -> 400;
            case EXECUTION -> 422;
            case CANCELED -> 499;
            case TIMEOUT -> 503;
            case INTERNAL -> 500;
          };
      assertThat(server.status("/api/v1/query?query=x")).as("%s", kind).isEqualTo(status);
      assertThat(server.get("/api/v1/query?query=x"))
          .contains("\"errorType\":\"" + kind.text() + "\"");
    }
  }

  private static final class FakeEngine implements QueryEngine {

    final List<String> asked = new ArrayList<>();
    QueryValue value = new QueryValue.Scalar(0, 0);
    List<String> warnings = List.of();
    List<String> infos = List.of();
    ExplainedOperator explanation;
    QueryException failure;
    boolean explained;
    QueryOrigin origin;

    @Override
    public QueryResult instant(String expression, long timeMs, QueryOptions options)
        throws QueryException {
      asked.add(expression + " @" + timeMs + text(options));
      return result();
    }

    @Override
    public QueryResult range(
        String expression, long startMs, long endMs, long stepMs, QueryOptions options)
        throws QueryException {
      asked.add(expression + " " + startMs + " " + endMs + " " + stepMs + text(options));
      return result();
    }

    private QueryResult result() throws QueryException {
      if (failure != null) {
        throw failure;
      }
      return new QueryResult(
          value,
          warnings,
          infos,
          new QueryStatistics(
              15,
              12,
              6,
              100_000_000L,
              200_000_000L,
              300_000_000L,
              new long[] {4, 5, 6},
              new long[] {4, 4, 4}),
          explanation);
    }

    private String text(QueryOptions options) {
      explained = options.explain();
      origin = options.origin();
      return " " + options.timeout() + " " + options.lookbackDelta() + " " + options.statistics();
    }
  }
}
