// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.spi.config.Durations;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Words for what can go wrong in asking a target. */
final class HttpFailures {

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(204, "No Content"),
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Found"),
          Map.entry(304, "Not Modified"),
          Map.entry(307, "Temporary Redirect"),
          Map.entry(308, "Permanent Redirect"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(407, "Proxy Authentication Required"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private HttpFailures() {}

  static String status(int code) {
    String reason = REASONS.get(code);
    return reason == null ? String.valueOf(code) : code + " " + reason;
  }

  static String describe(Throwable failure, Duration timeout) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "no such host; check the name and the DNS";
      }
      if (t instanceof SSLException && t.getMessage() != null) {
        return "TLS: " + t.getMessage();
      }
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection within " + Durations.format(timeout);
    }
    if (failure instanceof HttpTimeoutException) {
      return "no complete answer within " + Durations.format(timeout);
    }
    String message = failure.getMessage();
    if (failure instanceof ConnectException) {
      return message == null ? "connection refused" : message;
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
