// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.httpclient.Dialer;
import io.narthex.httpclient.Urls;
import io.narthex.scrape.internal.append.ScrapeException;
import io.narthex.spi.config.Durations;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one target that is asked over plain HTTP/1.1 with nothing between: it is kept
 * from scrape to scrape, and the body is read right into the buffer that is parsed, by the scraping
 * thread itself. That is most of what scraping cost with a client that hands each part of a body
 * from thread to thread.
 *
 * <p>It speaks what RFC 9112 asks of a client that sends GET: bodies with a length, in chunks, or
 * up to the connection's end. Redirects and everything else are left to the caller. Used by one
 * thread at a time.
 */
final class PlainConnection implements AutoCloseable {

  private static final int HTTP_PORT = 80;
  private static final int MAX_HEAD = 64 << 10;
  private static final int LEAST_READ = 8 << 10;
  private static final int FIRST_ROOM = 1 << 20;

  /** How far a request has come, for the operator who reads why it failed. */
  private enum Stage {
    RESOLVE,
    CONNECT,
    REQUEST,
    BODY
  }

  private final String host;
  private final int port;
  private final byte[] request;
  private final Duration timeout;
  private final Dialer dialer;
  private @Nullable Socket socket;
  private Stage stage = Stage.RESOLVE;
  private long deadline;

  /**
   * Prepares the request.
   *
   * @param uri http, absolute
   * @param headers those beside Host
   * @param timeout how long an answer may take, to its last byte
   * @param dialer counts the connections
   */
  PlainConnection(URI uri, Map<String, String> headers, Duration timeout, Dialer dialer) {
    String named = String.valueOf(Urls.host(uri));
    this.host = named.startsWith("[") ? named.substring(1, named.length() - 1) : named;
    this.port = Urls.port(uri) < 0 ? HTTP_PORT : Urls.port(uri);
    this.timeout = timeout;
    this.dialer = dialer;
    String query = uri.getRawQuery();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder(512);
    head.append("GET ").append(path).append(query == null ? "" : "?" + query);
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getRawAuthority()).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    this.request = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Sends the request and reads the answer.
   *
   * @param into gets the body of an answer with status 200, as the target sent it
   * @throws ScrapeException when there is no whole answer in time
   * @throws InterruptedException when the thread was interrupted
   */
  PlainHead get(BodyBuffer into) throws ScrapeException, InterruptedException {
    deadline = System.nanoTime() + timeout.toNanos();
    boolean reused = socket != null;
    try {
      while (true) {
        try {
          return exchange(into);
        } catch (IOException e) {
          boolean nothingCame = stage == Stage.REQUEST && into.received() == 0;
          close();
          if (Thread.interrupted()) {
            throw new InterruptedException("the scrape was given up");
          }
          if (!reused || !nothingCame || e instanceof SocketTimeoutException) {
            throw failure(e);
          }
          // The target had closed the connection since the last scrape.
          reused = false;
        }
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private PlainHead exchange(BodyBuffer into) throws IOException, ScrapeException {
    into.restart();
    Socket open = socket;
    if (open == null) {
      open = dial();
      socket = open;
    }
    stage = Stage.REQUEST;
    open.getOutputStream().write(request);
    InputStream in = open.getInputStream();
    PlainHead head = head(open, in, into);
    if (head.status() != PlainHead.OK) {
      // What such an answer has as its body is not wanted, and not waited for.
      if (!head.keepAlive() || !isWhole(head, into)) {
        close();
      }
      return head;
    }
    stage = Stage.BODY;
    boolean whole;
    boolean keep = head.keepAlive();
    if (head.chunked()) {
      whole = new ChunkedBody(into).read(() -> fill(open(), in, into));
    } else if (head.length() >= 0) {
      whole = withLength(open, in, into, head.length());
      keep &= into.received() == head.length();
    } else {
      whole = toTheEnd(open, in, into);
      keep = false;
    }
    if (!whole || !keep) {
      close();
    }
    return whole ? head : head.tooLarge();
  }

  /** Returns whether nothing of an answer is still to come. */
  private static boolean isWhole(PlainHead head, BodyBuffer into) {
    boolean bodiless = head.status() == PlainHead.NO_CONTENT;
    return !head.chunked() && into.received() == (bodiless ? 0 : head.length());
  }

  private Socket open() throws IOException {
    Socket open = socket;
    if (open == null) {
      throw new EOFException("the connection is closed");
    }
    return open;
  }

  private Socket dial() throws IOException {
    dialer.attempted();
    try {
      Socket made = connect();
      dialer.established();
      return made;
    } catch (IOException e) {
      dialer.failed(e);
      throw e;
    }
  }

  private Socket connect() throws IOException {
    stage = Stage.RESOLVE;
    InetAddress[] addresses = InetAddress.getAllByName(host);
    stage = Stage.CONNECT;
    if (port > Urls.LAST_PORT) {
      throw new ConnectException("there is no port " + port + ", above 65535");
    }
    IOException last = new ConnectException("the host has no address");
    for (InetAddress address : addresses) {
      Socket made = new Socket();
      try {
        made.setTcpNoDelay(true);
        made.connect(new InetSocketAddress(address, port), millisLeft());
        return made;
      } catch (IOException e) {
        made.close();
        last = e;
      }
    }
    throw last;
  }

  private int millisLeft() throws SocketTimeoutException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("the time is up");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /** Reads some more bytes into the buffer; returns false at the connection's end. */
  private boolean fill(Socket from, InputStream in, BodyBuffer into) throws IOException {
    byte[] room = into.room(LEAST_READ);
    from.setSoTimeout(millisLeft());
    int n = in.read(room, into.received(), room.length - into.received());
    if (n < 0) {
      return false;
    }
    into.received(into.received() + n);
    return true;
  }

  /** Reads the head, and leaves in the buffer what came of the body with it. */
  private PlainHead head(Socket open, InputStream in, BodyBuffer into)
      throws IOException, ScrapeException {
    int scanned = 0;
    while (true) {
      int end = PlainHead.end(into.room(0), scanned, into.received());
      if (end >= 0) {
        PlainHead head = PlainHead.parse(into.room(0), end);
        into.dropFirst(end);
        if (head.status() >= 200) {
          return head;
        }
        // An interim answer; the real one follows.
        scanned = 0;
        continue;
      }
      scanned = Math.max(0, into.received() - 3);
      if (into.received() > MAX_HEAD) {
        throw new IOException("the answer's head is longer than " + MAX_HEAD + " bytes");
      }
      if (!fill(open, in, into)) {
        throw new EOFException();
      }
    }
  }

  private boolean withLength(Socket open, InputStream in, BodyBuffer into, long length)
      throws IOException {
    if (length > into.limit()) {
      return false;
    }
    // Not all at once for what a target only says.
    into.room((int) Math.clamp(length - into.received(), 0, FIRST_ROOM));
    while (into.received() < length) {
      if (!fill(open, in, into)) {
        throw new EOFException();
      }
    }
    return true;
  }

  private boolean toTheEnd(Socket open, InputStream in, BodyBuffer into) throws IOException {
    boolean more = true;
    while (more && into.received() <= into.limit()) {
      more = fill(open, in, into);
    }
    return into.received() <= into.limit();
  }

  private ScrapeException failure(IOException failure) {
    String time = Durations.format(timeout);
    return switch (stage) {
      case RESOLVE ->
          failed(
              "resolve",
              failure instanceof UnknownHostException
                  ? "no such host: " + host + "; check the name and the DNS"
                  : text(failure),
              failure);
      case CONNECT -> failed("connect", unconnected(failure, time), failure);
      case REQUEST ->
          failed(
              "request",
              failure instanceof SocketTimeoutException
                  ? "no complete answer within " + time
                  : failure instanceof EOFException
                      ? "the server closed the connection without an answer"
                      : text(failure),
              failure);
      case BODY ->
          failed(
              "body",
              failure instanceof SocketTimeoutException
                  ? "no complete answer within " + time + "; the body is slow"
                  : failure instanceof EOFException
                      ? "the server closed the connection before the end of the body"
                      : text(failure),
              failure);
    };
  }

  private static String unconnected(IOException failure, String time) {
    if (failure instanceof SocketTimeoutException) {
      return "no connection within "
          + time
          + "; check the address, and whether a firewall drops packets";
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to the host; check the address and the network";
    }
    return text(failure).startsWith("Connection refused")
        ? "connection refused; check the address, and whether the server runs"
        : text(failure);
  }

  private static String text(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static ScrapeException failed(String phase, String message, IOException cause) {
    return new ScrapeException(phase, message, cause);
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      dialer.closed();
      try {
        open.close();
      } catch (IOException e) {
        // It is given up anyway.
        return;
      }
    }
  }
}
