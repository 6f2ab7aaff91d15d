// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.Urls;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Lets Jetty call hosts whose names have an underscore. Java's URLs have no host then, and Jetty
 * goes by Java's; so they are called by another name, which is translated back when its address is
 * looked for.
 */
final class LooseHosts implements SocketAddressResolver {

  private static final String ALIAS = ".underscored.invalid";

  private final SocketAddressResolver resolver;

  LooseHosts(SocketAddressResolver resolver) {
    this.resolver = resolver;
  }

  /** Returns whether Jetty finds no host in a URL. */
  static boolean isLoose(URI uri) {
    return uri.getHost() == null;
  }

  /**
   * Returns the URL by which Jetty calls a host.
   *
   * @throws IllegalArgumentException when there is none
   */
  static URI strict(URI uri) {
    String name = String.valueOf(Urls.host(uri)).replace("z", "zz").replace("_", "zu") + ALIAS;
    int port = Urls.port(uri);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(
        uri.getScheme() + "://" + name + (port < 0 ? "" : ":" + port) + uri.getRawPath() + query);
  }

  private static String original(String host) {
    if (!host.endsWith(ALIAS)) {
      return host;
    }
    StringBuilder out = new StringBuilder();
    int end = host.length() - ALIAS.length();
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      out.append(c != 'z' ? c : host.charAt(++i) == 'u' ? '_' : 'z');
    }
    return out.toString();
  }

  @Override
  public void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
    resolver.resolve(original(host), port, promise);
  }
}
