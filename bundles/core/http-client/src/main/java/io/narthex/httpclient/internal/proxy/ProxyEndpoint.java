// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.proxy;

import io.narthex.httpclient.Urls;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A proxy.
 *
 * @param scheme http, https, socks5 or socks5h
 * @param host its host
 * @param port its port
 * @param userInfo {@code user:password} without escapes, or null
 * @param connectHeaders further headers of CONNECT
 */
public record ProxyEndpoint(
    String scheme,
    String host,
    int port,
    @Nullable Secret userInfo,
    Map<String, List<Secret>> connectHeaders) {

  private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");

  /**
   * Takes a URL.
   *
   * @throws IllegalArgumentException when no proxy can be reached by it
   */
  static ProxyEndpoint of(URI url, Map<String, List<Secret>> connectHeaders) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      throw new IllegalArgumentException(
          "a proxy's scheme is http, https or socks5, not \"" + scheme + "\"");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException(
          "a proxy's URL has a host, as in http://proxy.example.org:3128");
    }
    int port = url.getPort();
    if (port < 0) {
      port =
          switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 1080;
          };
    }
    if (port > Urls.LAST_PORT) {
      throw new IllegalArgumentException("a proxy's port is below 65536, not " + port);
    }
    String user = url.getUserInfo();
    return new ProxyEndpoint(
        scheme, url.getHost(), port, user == null ? null : new Secret(user), connectHeaders);
  }

  /** Returns whether it speaks SOCKS rather than HTTP. */
  public boolean socks() {
    return scheme.startsWith("socks5");
  }

  /** Returns whether TLS is spoken with the proxy itself. */
  public boolean secure() {
    return scheme.equals("https");
  }

  /** Returns the user, or empty. */
  public String user() {
    String both = userInfo == null ? "" : userInfo.reveal();
    int colon = both.indexOf(':');
    return colon < 0 ? both : both.substring(0, colon);
  }

  /** Returns the password, or empty. */
  public String password() {
    String both = userInfo == null ? "" : userInfo.reveal();
    int colon = both.indexOf(':');
    return colon < 0 ? "" : both.substring(colon + 1);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
