// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.Dialer;
import io.narthex.httpclient.HttpCall;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call, which redirects may turn into several.
 *
 * @param method the method
 * @param uri where it goes, without user and password
 * @param body what is sent, or null
 * @param unixSocket the socket to connect to instead of the URI's host, or null
 * @param dialer counts the connections, or null
 * @param patience how long the whole call may take, for messages
 */
public record Outgoing(
    String method,
    URI uri,
    byte @Nullable [] body,
    @Nullable Path unixSocket,
    @Nullable Dialer dialer,
    Duration patience) {

  /** Returns the request that a call begins with. */
  public static Outgoing first(HttpCall call, URI uri, Duration patience) {
    return new Outgoing(
        call.method(), uri, call.body(), call.unixSocket(), call.dialer(), patience);
  }

  /** Returns the request that a redirect leads to. */
  public Outgoing redirected(String nextMethod, URI nextUri, byte @Nullable [] nextBody) {
    return new Outgoing(nextMethod, nextUri, nextBody, unixSocket, dialer, patience);
  }

  /** Returns whether TLS is spoken. */
  boolean secure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Returns whether it does no harm when it arrives twice. */
  boolean idempotent() {
    return method.equals("GET") || method.equals("HEAD");
  }

  @Override
  public String toString() {
    return method + " " + uri;
  }
}
