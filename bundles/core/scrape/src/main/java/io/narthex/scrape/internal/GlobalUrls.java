// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import java.net.URI;
import java.util.Set;

/**
 * How targets are reached from outside this machine.
 *
 * @param hostName this machine's name
 * @param listenPort the server's own port
 * @param externalUrl the server's own URL as reached from outside, without a slash at its end
 */
record GlobalUrls(String hostName, int listenPort, String externalUrl) {

  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  /** Returns a target's URL with a loopback host replaced. */
  String of(Target target) {
    if (target.inProcess()) {
      return externalUrl + "/exporters/" + target.address() + "/metrics";
    }
    URI url = URI.create(target.url());
    if (url.getHost() == null || !LOCAL.contains(url.getHost())) {
      return target.url();
    }
    URI external = URI.create(externalUrl);
    boolean own = url.getPort() == listenPort;
    String scheme = own ? external.getScheme() : url.getScheme();
    String host = own ? external.getRawAuthority() : hostName;
    if (!own && url.getPort() >= 0) {
      host += ":" + url.getPort();
    }
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return scheme + "://" + host + url.getRawPath() + query;
  }

  /**
   * Reads the framework properties.
   *
   * @param listenAddress {@code host:port}
   * @param externalUrl the configured URL, or empty
   */
  static GlobalUrls of(String hostName, String listenAddress, String externalUrl) {
    int colon = listenAddress.lastIndexOf(':');
    int port;
    try {
      port = Integer.parseInt(listenAddress.substring(colon + 1));
    } catch (NumberFormatException e) {
      port = 9090;
    }
    String url = externalUrl.isEmpty() ? "http://" + hostName + ":" + port : externalUrl;
    return new GlobalUrls(
        hostName, port, url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }
}
