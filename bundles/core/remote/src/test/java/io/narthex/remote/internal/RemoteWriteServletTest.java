// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Arrays;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.Snappy;

class RemoteWriteServletTest {

  private static final Wire REQUEST =
      new Wire()
          .message(1, Wire.series("__name__", "a", "job", "j", "instance", "i").sample(1, 500));

  private final RecordingStorage storage = new RecordingStorage();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void stores() throws Exception {
    start(true).setStorage(storage);

    HttpResponse<String> answer = post(Snappy.compress(REQUEST.toBytes()));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(storage.rows.values().iterator().next()).containsExactly("row 500", "a=1.0");
  }

  @Test
  void needsTheFlagAndAStorageEngine() throws Exception {
    RemoteWriteServlet servlet = start(true);
    assertThat(post(new byte[0]).statusCode()).isEqualTo(503);
    servlet.setStorage(storage);
    post(Snappy.compress(REQUEST.toBytes()));
    servlet.unsetStorage(storage);
    assertThat(storage.closed).isEqualTo(1);
    assertThat(post(new byte[0]).statusCode()).isEqualTo(503);
    server.stop();

    server.setHandler((Handler) null);
    start(false).setStorage(storage);
    HttpResponse<String> answer = post(Snappy.compress(REQUEST.toBytes()));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("--web.enable-remote-write-receiver");
  }

  @Test
  void refusesBrokenBodies() throws Exception {
    start(true).setStorage(storage);
    byte[] good = Snappy.compress(REQUEST.toBytes());

    assertThat(post(Arrays.copyOf(good, good.length - 2)).body())
        .isEqualTo("snappy: corrupt input\n");
    assertThat(post(new byte[0]).statusCode()).isEqualTo(400);
    byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 0};
    assertThat(post(huge).body()).isEqualTo("decoded size exceeds the 33554432 bytes limit\n");
    HttpResponse<String> notProto = post(Snappy.compress(new byte[] {10, 100, 1}));
    assertThat(notProto.statusCode()).isEqualTo(400);
    assertThat(notProto.body()).startsWith("unexpected EOF");
    assertThat(storage.rows).isEmpty();
  }

  @Test
  void answers400ForRefusedSamplesAnd500ForFailures() throws Exception {
    start(true).setStorage(storage);
    byte[] newer =
        Snappy.compress(
            new Wire()
                .message(
                    1, Wire.series("__name__", "a", "job", "j", "instance", "i").sample(1, 900))
                .toBytes());
    assertThat(post(newer).statusCode()).isEqualTo(204);
    HttpResponse<String> refused = post(Snappy.compress(REQUEST.toBytes()));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).startsWith("out of order sample");
    storage.full = true;
    HttpResponse<String> failed = post(newer);
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).isEqualTo("the disk is full; free some space\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-protobuf;proto=io.prometheus.write.v2.Request|snappy|io.prometheus.write.v2"
            + ".Request protobuf message is not accepted by this server; only accepts"
            + " prometheus.WriteRequest",
        "application/x-protobuf;proto=x|snappy|got application/x-protobuf;proto=x content type;"
            + " unknown type",
        "text/plain|snappy|expected application/x-protobuf as the first (media) part, got text/plain",
        "application/x-protobuf;a|snappy|as per https://www.rfc-editor.org/rfc/rfc9110#parameter",
        "application/x-protobuf|gzip|gzip encoding (compression) is not accepted by this server"
      })
  void refusesOtherFormats(String type, String encoding, String message) throws Exception {
    start(true).setStorage(storage);

    HttpResponse<String> answer = post(Snappy.compress(REQUEST.toBytes()), type, encoding);

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).startsWith(message);
  }

  private RemoteWriteServlet start(boolean enabled) throws Exception {
    RemoteWriteServlet servlet =
        new RemoteWriteServlet(enabled, new ReceiverMetrics(), InstantSource.system());
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(servlet), "/api/v1/write");
    connector.setHost("127.0.0.1");
    server.setConnectors(new ServerConnector[] {connector});
    server.setHandler(context);
    server.start();
    return servlet;
  }

  private HttpResponse<String> post(byte[] body) throws Exception {
    return post(body, "application/x-protobuf;proto=prometheus.WriteRequest", "snappy");
  }

  private HttpResponse<String> post(byte[] body, String type, String encoding) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/api/v1/write"))
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }
}
