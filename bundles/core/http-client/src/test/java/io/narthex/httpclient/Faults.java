// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that answers each connection with the same bytes, broken as a test wants them. */
final class Faults implements AutoCloseable {

  /** Writes an answer; the connection is closed when it returns. */
  interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final Script script;

  /** Answers with a text and then says nothing more. */
  Faults(String text) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    script =
        out -> {
          out.write(text.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          end.await();
        };
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers by a script. */
  Faults(Script script) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/metrics");
  }

  void awaitRequest() throws InterruptedException {
    if (!asked.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no request");
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      int newlines = 0;
      while (newlines < 2) {
        int c = in.read();
        if (c < 0) {
          return;
        }
        newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
      }
      asked.countDown();
      script.answer(connection.getOutputStream());
    } catch (IOException | InterruptedException e) {
      // The client went away, or the test ended.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    socket.close();
  }
}
