// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections that are opened under one name, a job's for instance, for the metrics
 * {@code net_conntrack_dialer_conn_*}. Get it from {@link HttpClients#dialer}; who opens
 * connections without a client counts them here. Safe for several threads.
 */
public final class Dialer {

  /** Why there was no connection, by upstream's words. */
  enum Reason {
    REFUSED("refused"),
    RESOLUTION("resolution"),
    TIMEOUT("timeout"),
    UNKNOWN("unknown");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final LongAdder attempted = new LongAdder();
  private final LongAdder established = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final Map<Reason, LongAdder> failed = new EnumMap<>(Reason.class);

  Dialer() {
    for (Reason reason : Reason.values()) {
      failed.put(reason, new LongAdder());
    }
  }

  /** Counts that a connection is wanted; the look-up of its host's address belongs to it. */
  public void attempted() {
    attempted.increment();
  }

  /** Counts that there is a connection. */
  public void established() {
    established.increment();
  }

  /** Counts that a connection that was there is closed. */
  public void closed() {
    closed.increment();
  }

  /**
   * Counts that there is no connection.
   *
   * @param why what was thrown; nothing is counted unless it tells of a connection, since what goes
   *     wrong later, in TLS for instance, is no matter of dialling
   */
  public void failed(Throwable why) {
    Reason reason = reason(why);
    if (reason != null) {
      count(reason).increment();
    }
  }

  private static @Nullable Reason reason(Throwable why) {
    return switch (why) {
      case UnknownHostException unknown -> Reason.RESOLUTION;
      case UnresolvedAddressException unresolved -> Reason.RESOLUTION;
      case SocketTimeoutException late -> Reason.TIMEOUT;
      case ConnectException refused
          when String.valueOf(refused.getMessage()).startsWith("Connection refused") ->
          Reason.REFUSED;
      case SocketException other -> Reason.UNKNOWN;
      default -> null;
    };
  }

  private LongAdder count(Reason reason) {
    LongAdder count = failed.get(reason);
    if (count == null) {
      throw new IllegalStateException("each reason has its count");
    }
    return count;
  }

  long attempts() {
    return attempted.sum();
  }

  long establishments() {
    return established.sum();
  }

  long closings() {
    return closed.sum();
  }

  long failures(Reason reason) {
    return count(reason).sum();
  }
}
