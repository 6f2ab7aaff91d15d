// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked. Fit to be made once and sent again and again.
 *
 * @param method {@code GET} for instance
 * @param uri http or https, absolute; user and password in it count as basic authentication unless
 *     the client has credentials
 * @param headers by name; they go before configured ones
 * @param body what is sent, or null; not copied
 * @param unixSocket connects to this socket instead of the host of the URI, or null
 * @param dialer counts the connections, which are shared by calls with the same one; or null
 */
public record HttpCall(
    String method,
    URI uri,
    Map<String, String> headers,
    byte @Nullable [] body,
    @Nullable Path unixSocket,
    @Nullable Dialer dialer) {

  public HttpCall {
    String scheme = uri.getScheme();
    if (scheme == null
        || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
        || Urls.host(uri) == null) {
      throw new IllegalArgumentException(
          "\"" + Urls.shown(uri) + "\" is no URL of the form http://host:port/path");
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Asks for what is at a URL. */
  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, null, null, null);
  }

  /**
   * Returns the same call through a socket.
   *
   * @param socket where it connects to instead of the URI's host, or null for the host
   */
  public HttpCall through(@Nullable Path socket) {
    return new HttpCall(method, uri, headers, body, socket, dialer);
  }

  /** Returns the same call over connections that are counted by a dialer. */
  public HttpCall by(Dialer counting) {
    return new HttpCall(method, uri, headers, body, unixSocket, counting);
  }

  /** Sends something to a URL; one of the headers should be Content-Type. */
  public static HttpCall post(URI uri, Map<String, String> headers, byte[] body) {
    return new HttpCall("POST", uri, headers, body, null, null);
  }

  @Override
  public String toString() {
    return method + " " + Urls.shown(uri);
  }
}
