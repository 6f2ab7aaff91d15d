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
          {"metric":{"__name__":"up","job":"a"},"value":[1795379317.410,"1"]},
          {"metric":{},"histogram":[2,{"count":"1","sum":"2"}]}]},"warnings":["careful"]}\
        """;

    assertThat(run("query", "instant", "--time", "1.5", url() + "/", "up{job=\"a\"}")).isZero();
    assertThat(asked).containsExactly("/api/v1/query query=up{job=\"a\"}&time=1.5");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            # careful
            up{job="a"} => 1 @[1795379317.41]
            {} => {"count":"1","sum":"2"} @[2]
            """);
  }

  @Test
  void asksARangeQuery() {
    answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"a":"1"},"values":[[1,"1"],[2,"NaN"]]}]}}\
        """;

    assertThat(run("query", "range", "--start", "0", "--end", "1000", url(), "x")).isZero();
    assertThat(asked.getFirst()).contains("step=4").contains("start=0").contains("end=1000");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{a=\"1\"} =>\n1 @[1]\nNaN @[2]\n");
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
