// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.exposition.Format;
import io.narthex.httpclient.HttpClients;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.scrape.internal.append.ScrapeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpScraperTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

  @TempDir Path folder;

  private final JobClients clients = new JobClients(new HttpClients());
  private final BodyBuffer buffer = new BodyBuffer();
  private final StringBuffer request = new StringBuffer();

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void asksThroughASocketOfTheFileSystem() throws Exception {
    Path path = folder.resolve("target.sock");
    try (ServerSocketChannel serving = serve(path, "Content-Type: text/plain\r\n", "a 1\n")) {
      assertThat(scraper(path).fetch(buffer)).isEqualTo(Format.TEXT);
      assertThat(new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.UTF_8))
          .isEqualTo("a 1\n");
    }
    assertThatThrownBy(() -> scraper(folder.resolve("no.sock")).fetch(buffer))
        .isInstanceOf(ScrapeException.class)
        .hasMessageStartingWith("Get \"http://127.0.0.1:1/metrics\": ");
  }

  @Test
  void asksHostsWhoseNamesHaveAnUnderscore() throws Exception {
    Path path = folder.resolve("target.sock");
    String url = "http://node_exporter:9100/metrics";
    try (ServerSocketChannel serving = serve(path, "Content-Type: text/plain\r\n", "a 1\n");
        HttpScraper loose = scraper(url, path)) {
      assertThat(loose.fetch(buffer)).isEqualTo(Format.TEXT);
    }
    assertThat(request.toString())
        .startsWith("GET /metrics HTTP/1.1\r\n")
        .containsOnlyOnce("\r\nHost: node_exporter:9100\r\n");
    try (HttpScraper loose = scraper("http://no_such_host.invalid:1/", null)) {
      assertThatThrownBy(() -> loose.fetch(buffer))
          .hasMessageContaining("no such host: no_such_host.invalid");
    }
  }

  @Test
  void aBodyWithoutAByteIsGoodInAnyFormat() throws Exception {
    for (String type :
        new String[] {
          "", "Content-Type: application/openmetrics-text\r\n", "Content-Type: x\r\n"
        }) {
      Path path = folder.resolve("target" + type.length() + ".sock");
      try (ServerSocketChannel serving = serve(path, type, "")) {
        scraper(path).fetch(buffer);
        assertThat(buffer.length()).isZero();
      }
    }
  }

  private HttpScraper scraper(Path socket) {
    return scraper("http://127.0.0.1:1/metrics", socket);
  }

  private HttpScraper scraper(String url, @Nullable Path socket) {
    return new HttpScraper(clients, JobConfigs.job(""), url, socket, Duration.ofSeconds(20), "1");
  }

  /** Answers one connection. */
  private ServerSocketChannel serve(Path path, String headers, String body) throws IOException {
    ServerSocketChannel serving = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    serving.bind(UnixDomainSocketAddress.of(path));
    request.setLength(0);
    String answer = HEAD + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    Thread.ofVirtual()
        .start(
            () -> {
              try (SocketChannel connection = serving.accept()) {
                ByteBuffer bytes = ByteBuffer.allocate(4096);
                while (request.indexOf("\r\n\r\n") < 0 && connection.read(bytes) >= 0) {
                  request.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
                  bytes.clear();
                }
                connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
              } catch (IOException e) {
                // The client, which the test looks at, tells.
                return;
              }
            });
    return serving;
  }
}
