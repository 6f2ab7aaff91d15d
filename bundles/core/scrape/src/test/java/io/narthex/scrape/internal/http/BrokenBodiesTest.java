// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.narthex.exposition.Format;
import io.narthex.httpclient.HttpClients;
import io.narthex.scrape.internal.JobConfigs;
import io.narthex.scrape.internal.append.ScrapeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are endless, slow, cut off, bombs or garbage cost bounded memory and time. */
@Timeout(60)
class BrokenBodiesTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

  /** Writes an answer behind the head of the request. */
  private interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final JobClients clients = new JobClients(new HttpClients());
  private final BodyBuffer buffer = new BodyBuffer();
  private final CountDownLatch end = new CountDownLatch(1);
  private ServerSocket socket;

  @AfterEach
  void close() throws IOException {
    end.countDown();
    socket.close();
    clients.close();
    buffer.free();
  }

  @Test
  void aBombOfGzipEndsAtTheLimit() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        out.write(block);
      }
    }
    serve(gzipped(bomb.toByteArray()));

    assertThat(failure("body_size_limit: 1MB").kind())
        .isEqualTo(ScrapeException.Kind.BODY_SIZE_LIMIT);
    assertThat(buffer.capacity()).isLessThan(2 << 20);
  }

  @Test
  void aBombOfZstdEndsAtTheLimit() throws Exception {
    serve(compressed("zstd", Zstd.compress(new byte[200 << 20])));

    assertThat(failure("body_size_limit: 1MB").kind())
        .isEqualTo(ScrapeException.Kind.BODY_SIZE_LIMIT);
    assertThat(buffer.capacity()).isLessThan(2 << 20);
  }

  @Test
  void aWindowOfZstdThatHttpForbidsIsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
      out.setLong(27);
      out.write(bytes("a 1\n"));
    }
    serve(compressed("zstd", bytes.toByteArray()));

    assertThat(failure("")).hasMessageStartingWith("the zstd body is broken: ");
  }

  @Test
  void zstdThatIsCutOffOrGarbageIsNoBody() throws Exception {
    byte[] whole = Zstd.compress(bytes("a 1\n".repeat(1000)));
    serve(compressed("zstd", Arrays.copyOf(whole, whole.length / 2)));
    assertThat(failure("")).hasMessageStartingWith("the zstd body is broken: ");
    socket.close();

    serve(compressed("zstd", bytes("a 1\n")));
    assertThat(failure("")).hasMessageStartingWith("the zstd body is broken: ");
  }

  @Test
  void anEndlessBodyEndsAtTheLimit() throws Exception {
    serve(
        out -> {
          out.write(bytes(HEAD + "\r\n"));
          byte[] block = "a 1\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 1 << 20; i++) {
            out.write(block);
          }
        });

    ScrapeException failure = failure("body_size_limit: 1MB");
    assertThat(failure.kind()).isEqualTo(ScrapeException.Kind.BODY_SIZE_LIMIT);
    assertThat(failure).hasMessageContaining("raise body_size_limit or expose less");
    assertThat(buffer.capacity()).isLessThan(4 << 20);
  }

  @Test
  void aSlowBodyEndsWithTheTimeout() throws Exception {
    serve(
        out -> {
          out.write(bytes(HEAD + "\r\na 1\n"));
          out.flush();
          end.await();
        });
    assertThatThrownBy(() -> scraper("", Duration.ofMillis(200)).fetch(buffer))
        .hasMessageEndingWith("no complete answer within 200ms; the body is slow");
  }

  @Test
  void aBodyThatIsCutOffIsNoBody() throws Exception {
    serve(out -> out.write(bytes(HEAD + "Content-Length: 100\r\n\r\na 1\n")));
    assertThat(failure(""))
        .hasMessageEndingWith("the server closed the connection before the end of the body");
  }

  @Test
  void gzipThatIsCutOffOrGarbageIsNoBody() throws Exception {
    byte[] whole = zip("a 1\n".repeat(1000));
    serve(gzipped(Arrays.copyOf(whole, whole.length / 2)));
    assertThat(failure("")).hasMessage("the gzip body is broken: it ends too early");
    socket.close();
    serve(gzipped(Arrays.copyOf(whole, whole.length - 8)));
    assertThat(failure("")).hasMessage("the gzip body is broken: it ends too early");
    socket.close();
    byte[] otherwise = whole.clone();
    otherwise[whole.length - 7] ^= 1;
    serve(gzipped(otherwise));
    assertThat(failure("")).hasMessage("the gzip body is broken: its checksum or length is wrong");
    socket.close();

    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] broken = whole.clone();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      serve(gzipped(broken));
      try {
        assertThat(scraper("body_size_limit: 1MB", Duration.ofSeconds(10)).fetch(buffer))
            .isEqualTo(Format.TEXT);
      } catch (ScrapeException e) {
        assertThat(e.getMessage()).as("seed %d, round %d", seed, i).isNotBlank();
      }
      assertThat(buffer.capacity()).as("seed %d, round %d", seed, i).isLessThan(4 << 20);
      socket.close();
    }
  }

  @Test
  void thePageOfAnErrorIsNotKept() throws Exception {
    serve(
        out ->
            out.write(
                bytes("HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000))));
    assertThat(failure("")).hasMessage("server returned HTTP status 500 Internal Server Error");
  }

  private ScrapeException failure(String keys) {
    ScrapeException failure =
        catchThrowableOfType(
            ScrapeException.class, () -> scraper(keys, Duration.ofSeconds(20)).fetch(buffer));
    assertThat(failure).isNotNull();
    return failure;
  }

  private HttpScraper scraper(String keys, Duration timeout) {
    String url = "http://127.0.0.1:" + socket.getLocalPort() + "/metrics";
    return new HttpScraper(clients, JobConfigs.job(keys), url, null, timeout, "1");
  }

  private void serve(Script script) throws IOException {
    ServerSocket serving = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket = serving;
    Thread.ofVirtual()
        .start(
            () -> {
              while (!serving.isClosed()) {
                try (Socket connection = serving.accept()) {
                  skipHead(connection.getInputStream());
                  script.answer(connection.getOutputStream());
                } catch (IOException | InterruptedException e) {
                  // The client went away, or the test ended.
                  continue;
                }
              }
            });
  }

  private static void skipHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("no request");
      }
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
    }
  }

  private static Script gzipped(byte[] body) {
    return compressed("gzip", body);
  }

  private static Script compressed(String encoding, byte[] body) {
    return out -> {
      out.write(
          bytes(
              HEAD
                  + "Content-Encoding: "
                  + encoding
                  + "\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n"));
      out.write(body);
    };
  }

  private static byte[] zip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(bytes(text));
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
