// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.spi.config.Durations;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The web flags, checked.
 *
 * @param listen where to listen, at least one
 * @param externalUrl under which URL clients reach the server, without a slash at the end
 * @param routePrefix the path in front of every endpoint; empty or beginning with a slash
 * @param corsOrigin which origins may read answers; matched as a whole
 * @param readTimeout how long a connection may be idle while a request is read
 * @param maxConnections how many requests are served at the same time
 * @param webConfig the file with TLS, users and headers, or null for plain HTTP
 */
record WebSettings(
    List<ListenAddress> listen,
    URI externalUrl,
    String routePrefix,
    Pattern corsOrigin,
    Duration readTimeout,
    int maxConnections,
    @Nullable Path webConfig) {

  /**
   * Reads the flags.
   *
   * @param property gives the text of a framework property, or null when it is not set
   * @throws IllegalArgumentException with a line that names the flag, what is wrong and the remedy
   */
  static WebSettings read(UnaryOperator<@Nullable String> property) {
    List<ListenAddress> listen =
        Stream.of(text(property, "narthex.web.listen-address", "0.0.0.0:9090").split(","))
            .map(ListenAddress::parse)
            .toList();
    URI external = externalUrl(text(property, "narthex.web.external-url", ""), listen.getFirst());
    String prefix = text(property, "narthex.web.route-prefix", "");
    return new WebSettings(
        listen,
        external,
        prefix(prefix.isEmpty() ? external.getPath() : prefix),
        origin(text(property, "narthex.web.cors.origin", ".*")),
        timeout(text(property, "narthex.web.read-timeout", "5m")),
        connections(text(property, "narthex.web.max-connections", "512")),
        file(text(property, "narthex.web.config.file", "")));
  }

  private static @Nullable Path file(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }

  private static String text(
      UnaryOperator<@Nullable String> property, String name, String otherwise) {
    String value = property.apply(name);
    return value == null ? otherwise : value.strip();
  }

  private static URI externalUrl(String text, ListenAddress listen) {
    String given = text;
    if (given.isEmpty()) {
      given = "http://" + hostName() + ":" + listen.port() + "/";
    } else if (given.indexOf("://") < 0) {
      given = "http://" + given;
    }
    URI uri;
    try {
      uri = new URI(given);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "--web.external-url \"" + text + "\" is not a URL: " + e.getMessage());
    }
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "--web.external-url \"" + text + "\": the scheme must be http or https");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("--web.external-url \"" + text + "\" names no host");
    }
    return URI.create(
        uri.getScheme() + "://" + uri.getRawAuthority() + prefix(nullToEmpty(uri.getRawPath())));
  }

  private static String nullToEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Returns the prefix with a slash at its beginning and none at its end; empty for the root. */
  private static String prefix(String text) {
    String inner = text.replaceAll("^/+|/+$", "");
    return inner.isEmpty() ? "" : "/" + inner;
  }

  private static Pattern origin(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "--web.cors.origin \"" + text + "\" is not a regular expression: " + e.getDescription());
    }
  }

  private static Duration timeout(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--web.read-timeout: " + e.getMessage(), e);
    }
  }

  private static int connections(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for numbers that are too small.
    }
    throw new IllegalArgumentException(
        "--web.max-connections \"" + text + "\" is not a number above 0");
  }
}
