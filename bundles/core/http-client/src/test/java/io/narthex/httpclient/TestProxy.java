// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on the loopback interface: CONNECT, plain requests by absolute URL, and SOCKS 5 with and
 * without a user. Whatever host is asked for, it connects to one port of this machine.
 */
final class TestProxy implements AutoCloseable {

  /** The heads of requests, or {@code SOCKS host:port user:password}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;
  private final int target;
  private volatile String refusal = "";

  TestProxy(int target) throws IOException {
    this.target = target;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Answers every request with this status line from now on. */
  void refuse(String statusLine) {
    refusal = statusLine;
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

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      int first = in.read();
      if (first == 5) {
        socks(in, out);
      } else {
        String head = (char) first + head(in);
        asked.add(head);
        if (!refusal.isEmpty()) {
          write(out, refusal + "\r\nContent-Length: 0\r\n\r\n");
          return;
        }
        if (head.startsWith("CONNECT ")) {
          write(out, "HTTP/1.1 200 Connection established\r\n\r\n");
        } else {
          write(server.getOutputStream(), head.replaceFirst(" http://[^/]*", " "));
        }
      }
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (IOException | InterruptedException e) {
      // One of the two sides went away.
      return;
    }
  }

  private void socks(InputStream in, OutputStream out) throws IOException {
    byte[] methods = in.readNBytes(in.read());
    boolean withUser = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
    out.write(new byte[] {5, (byte) (withUser ? 2 : 0)});
    out.flush();
    String user = "";
    if (withUser) {
      in.read();
      user = text(in) + ":" + text(in);
      out.write(new byte[] {1, 0});
      out.flush();
    }
    in.readNBytes(3);
    String host =
        switch (in.read()) {
          case 3 -> text(in);
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    int port = in.read() << 8 | in.read();
    asked.add("SOCKS " + host + ":" + port + " " + user);
    out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    out.flush();
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("no head");
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of the two sides went away.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
