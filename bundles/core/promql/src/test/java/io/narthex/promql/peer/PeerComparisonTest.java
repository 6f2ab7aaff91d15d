// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.plan.Planner;
import io.narthex.promql.internal.plan.QueryTimes;
import io.narthex.promql.naive.RandomQueries;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Asks a running server and a real Prometheus the same random queries over the same samples. It
 * needs both, so it is run by hand: start them with {@code --web.enable-remote-write-receiver
 * --enable-feature=promql-experimental-functions}, write one recording to both, and run
 *
 * <pre>
 * ./mvnw -pl :narthex-core-promql test -Dtest=PeerComparisonTest
 *     -Dnarthex.compare.ours=http://localhost:9090 -Dnarthex.compare.theirs=http://localhost:9091
 *     -Dnarthex.compare.from=SECONDS -Dnarthex.compare.seconds=3600
 * </pre>
 *
 * <p>{@code narthex.compare.queries} (20,000) says how many, {@code narthex.fuzz.seed} which. The
 * language is that of Prometheus 3.5. All differences are printed; those that {@link
 * KnownDifference} does not explain fail the test.
 */
class PeerComparisonTest {

  private static final int SHOWN = 200;

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private JsonNode ask(String url, String path, Map<String, String> form) throws Exception {
    List<String> fields = new ArrayList<>();
    form.forEach(
        (name, value) -> fields.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(String.join("&", fields)))
            .build();
    try {
      return mapper.readTree(client.send(request, BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new IOException(url + path + " " + form, e);
    }
  }

  private List<Map<String, String>> series(String url, long from, long to) throws Exception {
    JsonNode data =
        ask(
                url,
                "/api/v1/series",
                Map.of("match[]", "{__name__=~\".+\"}", "start", "" + from, "end", "" + to))
            .path("data");
    List<Map<String, String>> all = new ArrayList<>();
    for (JsonNode labels : data) {
      Map<String, String> one = new TreeMap<>();
      labels.properties().forEach(e -> one.put(e.getKey(), e.getValue().asText()));
      all.add(one);
    }
    return all;
  }

  /**
   * Returns the plan of a request, with the subqueries' resolution that servers have by default.
   */
  private static Plan plan(Map<String, String> form) throws ParseException {
    String point = form.getOrDefault("time", "");
    QueryTimes times =
        new QueryTimes(
            milliseconds(form.getOrDefault("start", point)),
            milliseconds(form.getOrDefault("end", point)),
            milliseconds(form.getOrDefault("step", "0")),
            60_000);
    FunctionRegistry functions = FunctionRegistry.STANDARD;
    String query = form.getOrDefault("query", "");
    return new Planner(times, functions)
        .plan(Parser.parse(query, ParserOptions.ALL, functions::type));
  }

  private static long milliseconds(String seconds) {
    return 1000 * Long.parseLong(seconds);
  }

  @Test
  void answersAreThoseOfPrometheus() throws Exception {
    String ours = System.getProperty("narthex.compare.ours", "");
    String theirs = System.getProperty("narthex.compare.theirs", "");
    assumeTrue(
        !ours.isEmpty() && !theirs.isEmpty(),
        "skipped: start a Narthex and a Prometheus 3.5 with the same samples and give their"
            + " addresses; the class comment says how");
    long from = Long.getLong("narthex.compare.from", System.currentTimeMillis() / 1000 - 3600);
    int seconds = Integer.getInteger("narthex.compare.seconds", 3600);
    int queries = Integer.getInteger("narthex.compare.queries", 20_000);
    long seed = Long.getLong("narthex.fuzz.seed", System.nanoTime());
    List<Map<String, String>> all = series(theirs, from, from + seconds);
    assertThat(all).as("series of %s", theirs).hasSizeGreaterThan(100);
    Random random = new Random(seed);
    RandomQueries generator = new RandomQueries(random, new RecordedVocabulary(all, from, seconds));
    int different = 0;
    int shown = 0;
    int exact = 0;
    int withData = 0;
    Map<String, Integer> known = new TreeMap<>();
    for (int i = 0; i < queries; i++) {
      String query = generator.next();
      long time = from + random.nextInt(seconds);
      Map<String, String> form = new TreeMap<>(Map.of("query", query, "time", "" + time));
      String path = "/api/v1/query";
      if (random.nextBoolean()) {
        path = "/api/v1/query_range";
        form.put("start", "" + time);
        form.put("end", "" + (time + 300));
        form.put("step", "" + (15 + random.nextInt(60)));
      }
      ApiAnswer a = ApiAnswer.of(ask(ours, path, form));
      ApiAnswer b = ApiAnswer.of(ask(theirs, path, form));
      String difference = a.difference(b);
      exact += a.sameText(b) ? 1 : 0;
      withData += b.samples().isEmpty() ? 0 : 1;
      if (difference == null) {
        continue;
      }
      String reason = KnownDifference.reason(plan(form), time * 1000, a, b);
      if (!reason.isEmpty()) {
        known.merge(reason, 1, Integer::sum);
      } else {
        different++;
      }
      if (shown++ < SHOWN) {
        System.out.println(
            (reason.isEmpty() ? "DIFFERENT " : "EXPLAINED ")
                + path
                + " "
                + form
                + "\n    "
                + reason
                + "\n    ours against theirs: "
                + difference);
      }
    }
    System.out.printf(
        "PeerComparisonTest seed %d: %d queries, %d with data, %d the same to the last digit,"
            + " %d different, explained %s%n",
        seed, queries, withData, exact, different, known);
    int differences = different + known.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(different).as("differences that nothing explains").isZero();
    assertThat(differences).as("different answers").isLessThanOrEqualTo(queries / 500);
  }
}
