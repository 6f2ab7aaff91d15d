// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryStatistics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryLogTest {

  private static final QueryStatistics STATISTICS =
      new QueryStatistics(
          30, 12, 6, 500_000_000, 250_000_000, 125_000_000, new long[0], new long[0]);

  @TempDir private Path folder;

  private static QueryRecord record(QueryOrigin origin, String error) {
    return new QueryRecord("up", 1000, 61_000, 15_000, origin, STATISTICS, error);
  }

  @Test
  void aLineHasUpstreamsForm() {
    QueryRecord query =
        record(new QueryOrigin.Http("10.0.0.1", "GET", "/api/v1/query_range"), null);
    assertThat(new String(QueryLog.line(query, Instant.EPOCH), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"level\":\"INFO\",\"msg\":\"promql query logged\","
                + "\"params\":{\"end\":\"1970-01-01T00:01:01.000Z\",\"query\":\"up\","
                + "\"start\":\"1970-01-01T00:00:01.000Z\",\"step\":15},"
                + "\"stats\":{\"timings\":{\"evalTotalTime\":0.25,\"resultSortTime\":0,"
                + "\"queryPreparationTime\":0.5,\"innerEvalTime\":0.25,\"execQueueTime\":0.125,"
                + "\"execTotalTime\":0.375},\"samples\":{\"totalQueryableSamples\":30,"
                + "\"samplesRead\":12,\"peakSamples\":6}},\"spanID\":\"0000000000000000\","
                + "\"traceID\":\"00000000000000000000000000000000\",\"httpRequest\":{\"clientIP\":"
                + "\"10.0.0.1\",\"method\":\"GET\",\"path\":\"/api/v1/query_range\"}}\n");
  }

  @Test
  void rulesAndErrorsAreNamed() {
    QueryRecord query = record(new QueryOrigin.Rule("rules.yml", "g"), "no");
    assertThat(new String(QueryLog.line(query, Instant.EPOCH), StandardCharsets.UTF_8))
        .contains("\"error\":\"no\"")
        .contains("\"ruleGroup\":{\"file\":\"rules.yml\",\"name\":\"g\"}");
  }

  @Test
  void appendsToTheFileThatIsSetAndStops() throws Exception {
    QueryLog log = new QueryLog();
    Path file = folder.resolve("query.log");
    Files.writeString(file, "before\n");
    log.log(record(QueryOrigin.INTERNAL, null));
    log.file(file);
    assertThat(log.enabled()).isTrue();
    log.log(record(QueryOrigin.INTERNAL, null));
    // A rotation: the file is moved away, and the configuration is read again.
    Files.move(file, folder.resolve("query.log.1"));
    log.file(file);
    log.log(record(QueryOrigin.INTERNAL, null));
    log.file(null);
    log.log(record(QueryOrigin.INTERNAL, null));
    log.close();
    assertThat(Files.readAllLines(folder.resolve("query.log.1"))).hasSize(2);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void aFileThatCannotBeWrittenIsCounted() {
    QueryLog log = new QueryLog();
    log.file(folder.resolve("missing/query.log"));
    log.log(record(QueryOrigin.INTERNAL, null));
    assertThat(log.failures()).isEqualTo(2);
  }
}
