// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is to be known of URLs beside Java's own view of them. */
public final class Urls {

  /**
   * A host and a port that Java finds none in: names with an underscore, which no standard has and
   * Docker gives.
   */
  private static final Pattern LOOSE = Pattern.compile("([A-Za-z0-9._-]+)(?::(\\d{0,9}))?");

  /** Java's parser takes any number for a port. */
  public static final int LAST_PORT = 65_535;

  private Urls() {}

  /** Returns the host that a URL names, or null; in brackets when it is an IPv6 address. */
  public static @Nullable String host(URI uri) {
    if (uri.getHost() != null || uri.getRawAuthority() == null) {
      return uri.getHost();
    }
    Matcher loose = LOOSE.matcher(uri.getRawAuthority());
    return loose.matches() ? loose.group(1) : null;
  }

  /** Returns the port that a URL names, or -1. */
  public static int port(URI uri) {
    if (uri.getHost() != null || uri.getRawAuthority() == null) {
      return uri.getPort();
    }
    Matcher loose = LOOSE.matcher(uri.getRawAuthority());
    String port = loose.matches() ? loose.group(2) : null;
    return port == null || port.isEmpty() ? -1 : Integer.parseInt(port);
  }

  /** Returns a URL with {@code xxxxx} for its password, as upstream shows it. */
  public static String shown(URI uri) {
    String user = uri.getRawUserInfo();
    if (user == null || !user.contains(":")) {
      return uri.toString();
    }
    String name = user.substring(0, user.indexOf(':'));
    return uri.toString().replace(user + "@", name + ":xxxxx@");
  }
}
