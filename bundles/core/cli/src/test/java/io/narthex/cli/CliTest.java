// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + URLDecoder.decode(
                      new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void listsPlugins() {
    answer =
        """
        {"status":"success","data":[
          {"name":"a.jar","kind":"exporter","type":"node","version":"1.0","state":"active",
           "failures":0,"reason":""},
          {"name":"broken.jar","kind":"","type":"","version":"","state":"refused",
           "failures":0,"reason":"it is no jar"}]}\
        """;

    assertThat(run("plugin", "list", "--url", url())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            NAME        KIND      TYPE  VERSION  STATE    FAILURES  REASON
            a.jar       exporter  node  1.0      active   0         -
            broken.jar  -         -     -        refused  0         it is no jar
            """);
  }

  @Test
  void asksAnInstantQuery() {
    answer =
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"__name__":"up","job":"a"},"value":[1795379317.410,"1e+21"]},
          {"metric":{"__name__":"a.b","c d":"\\"x"},"value":[1,"1e-07"]},
          {"metric":{"__name__":"x"},"value":[0.5,"+Inf"]},
          {"metric":{},"histogram":[2,{"count":"1.5","sum":"1e+06","buckets":[
            [3,"-0.001","0.001","0.5"],[0,"0.5","1","1"],[1,"1e+06","2e+21","3"]]}]}]},
         "warnings":["careful"]}\
        """;

    assertThat(
            run(
                "query",
                "instant",
                "--header",
                "A=b",
                "--time",
                "1.50",
                url() + "/",
                "up{j=\"a\"}"))
        .isZero();
    assertThat(asked).containsExactly("/api/v1/query query=up{j=\"a\"}&time=1.5");
    assertThat(errors()).isEqualTo("query warning: careful\n");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            up{job="a"} => 1000000000000000000000 @[1795379317.41]
            {"a.b", "c d"="\\"x"} => 0.0000001 @[1]
            x => +Inf @[0.5]
            {} => Count: 1.500000, Sum: 1000000.000000, Buckets: [[-0.001,0.001]:0.5 (0.5,1]:1 \
            [1e+06,2e+21):3] @[2]
            """);
  }

  @Test
  void printsNumbersAndTexts() {
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"2\"]}}";
    assertThat(run("query", "instant", url(), "2")).isZero();
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,\"a\"]}}";
    assertThat(run("query", "instant", url(), "'a'")).isZero();
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
    assertThat(run("query", "instant", url(), "nothing")).isZero();
    assertThat(run("query", "-o", "json", "instant", url(), "nothing")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("scalar: 2 @[1]\na\n\n[]\n");
  }

  @Test
  void asksARangeQuery() {
    answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"a":"1"},"values":[[1,"1"],[2,"NaN"]]}]}}\
        """;

    assertThat(run("query", "range", "--start", "0", "--end", "1249", url(), "x")).isZero();
    assertThat(asked.getFirst()).contains("step=4").contains("start=0").contains("end=1249");
    assertThat(run("query", "range", "--format=json", "--end", "1", url(), "x")).isZero();
    assertThat(asked.getLast()).contains("step=1").contains("start=-299").contains("end=1");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {a="1"} =>
            1 @[1]
            NaN @[2]
            [{"metric":{"a":"1"},"values":[[1,"1"],[2,"NaN"]]}]
            """);
    assertThat(run("query", "range", "--start", "5", "--end", "5", url(), "x")).isEqualTo(1);
    assertThat(errors()).isEqualTo("narthex: start time is not before end time\n");
    assertThat(run("query", "-o", "xml", "instant", url(), "x")).isEqualTo(2);
    assertThat(errors()).contains("'--format'").hasLineCount(1);
  }

  @Test
  void listsSeriesAndLabelValues() {
    answer = "{\"status\":\"success\",\"data\":[{\"job\":\"a\",\"__name__\":\"up\"}]}";
    assertThat(run("query", "series", "--match", "up", "--match={b=\"c\"}", url())).isZero();
    assertThat(asked.getFirst())
        .startsWith("/api/v1/series match[]=up&match[]={b=\"c\"}&start=")
        .contains("&end=");
    answer = "{\"status\":\"success\",\"data\":[\"a\",\"b c\"],\"warnings\":[\"cut\"]}";
    assertThat(run("query", "labels", "--start=1970-01-01T00:00:01.5Z", "--end=3", url(), "job"))
        .isZero();
    assertThat(asked.getLast().strip()).isEqualTo("/api/v1/label/job/values?start=1.5&end=3");
    assertThat(errors()).isEqualTo("query warning: cut\n");
    assertThat(run("query", "labels", "-o", "json", url(), "job")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{__name__=\"up\", job=\"a\"}\na\nb c\n[\"a\",\"b c\"]\n");
    assertThat(run("query", "series", url())).isEqualTo(2);
    assertThat(run("query", "labels", "--start", "yesterday", url(), "job")).isEqualTo(1);
    assertThat(errors()).contains("\"yesterday\" is no time").hasLineCount(1);
  }

  @Test
  void analyzesHistograms() {
    answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"__name__":"h_bucket","job":"a","le":"+Inf"},"values":[[1,"5"],[2,"9"]]},
          {"metric":{"__name__":"h_bucket","job":"a","le":"1"},"values":[[1,"5"],[2,"7"]]},
          {"metric":{"__name__":"h_bucket","job":"a","le":"0.1"},"values":[[1,"0"],[2,"7"]]},
          {"metric":{"__name__":"other","le":"1"},"values":[[1,"0"],[2,"7"]]},
          {"metric":{"__name__":"one"},"histograms":[[1,{"count":"1","sum":"1"}]]},
          {"metric":{"__name__":"n"},"histograms":[
            [1,{"count":"1","sum":"1","buckets":[[0,"1","2","1"]]}],
            [2,{"count":"3","sum":"1","buckets":[[0,"1","2","1"],[0,"2","4","2"]]}],
            [3,{"count":"2","sum":"1","buckets":[[0,"2","4","2"],[0,"4","8","2"]]}]]}]}}\
        """;

    assertThat(run("query", "analyze", "--server", url(), "--type=histogram", "--match=h"))
        .isZero();
    assertThat(asked.getFirst()).startsWith("/api/v1/query query=h[1h]&time=");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith(
            """
            which is typical for classic but not native histograms).

            - n (native): 1/1.667/2/3
            - h_bucket{job="a"} (classic): 1/1.500/2/3

            Aggregated bucket stats
            -----------------------
            Each line shows min/avg/max over the series above.

            Native histogram series (1 in total):
            - min populated: 1/1.000/1
            - avg populated: 1/1.000/1
            - max populated: 2/2.000/2
            - total: 3/3.000/3

            Classic histogram series (1 in total):
            - min populated: 1/1.000/1
            - avg populated: 1/1.000/1
            - max populated: 2/2.000/2
            - total: 3/3.000/3
            """);
  }

  @Test
  void explainsAQuery() {
    answer =
        """
        {"status":"success","data":{"resultType":"vector","result":[],"explain":
          {"operator":"result","expression":"sum(x)","seconds":0.001,"totalSeconds":0.0035,
           "series":1,"samples":1,"inputs":[
             {"operator":"aggregate sum","expression":"sum(x)","seconds":0.0025,
              "totalSeconds":0.0025,"series":1,"samples":1,"inputs":[]}]}}}\
        """;

    assertThat(run("query", "instant", "--explain", url(), "sum(x)")).isZero();
    assertThat(asked.getFirst()).contains("explain=true");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            #    own ms  total ms    series    samples  operator
            #     1.000     3.500         1          1  result: sum(x)
            #     2.500     2.500         1          1    aggregate sum: sum(x)

            """);
  }

  @Test
  void tellsFailuresInOneLine() {
    answer = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}";
    assertThat(run("query", "instant", url(), "x")).isEqualTo(1);
    assertThat(errors()).isEqualTo("narthex: bad_data: parse error\n");

    server.stop(0);
    assertThat(run("plugin", "list", "--url", url())).isEqualTo(1);
    assertThat(errors()).startsWith("narthex: cannot reach " + url()).hasLineCount(1);
    assertThat(run("query", "range", "--step", "x", url(), "x")).isEqualTo(1);
    assertThat(errors()).startsWith("narthex: --step: not a valid duration").hasLineCount(1);
  }

  @Test
  void tellsWrongCommandLines() {
    assertThat(run("query", "instant")).isEqualTo(2);
    assertThat(errors())
        .isEqualTo(
            "narthex: Missing required parameters: 'SERVER', 'EXPR'; see narthex query instant"
                + " --help\n");
    assertThat(run("check")).isEqualTo(2);
    assertThat(errors()).startsWith("narthex: narthex check needs a command: config");
    assertThat(run("nothing")).isEqualTo(2);
    assertThat(errors()).hasLineCount(1);
    assertThat(run("check", "config", "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("FILE");
  }

  @Test
  void runsPromqlScripts() throws IOException {
    Files.writeString(
        folder.resolve("a.test"),
        """
        load 1m
          a 1 2 3

        eval instant at 1m a
          a 2

        eval instant at 1m a + 1
          {} 4
        """);

    assertThat(run("test", "promql", folder.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("a.test: 1 passed, 1 failed")
        .contains("a.test:7: a + 1: expected {} 4 @[0], got {} 3 @[0]\n")
        .endsWith("\n1 passed, 1 failed\n");
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private int run(String... arguments) {
    err.reset();
    return Cli.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
