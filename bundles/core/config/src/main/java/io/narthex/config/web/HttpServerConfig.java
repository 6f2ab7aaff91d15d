// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import io.narthex.config.InvalidKeyException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Protocol and headers of the listener.
 *
 * @param http2 whether HTTP/2 is spoken over TLS; default true
 * @param headers headers that each answer carries; only some may be set
 */
public record HttpServerConfig(@Nullable Boolean http2, Map<String, String> headers) {

  /** Nothing set. */
  public static final HttpServerConfig DEFAULT = new HttpServerConfig(true, Map.of());

  /** The headers that may be set, each with its values, or none when any will do. */
  private static final Map<String, List<String>> ALLOWED =
      Map.of(
          "Strict-Transport-Security", List.of(),
          "X-Content-Type-Options", List.of("nosniff"),
          "X-Frame-Options", List.of("deny", "sameorigin"),
          "X-XSS-Protection", List.of(),
          "Content-Security-Policy", List.of());

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public HttpServerConfig {
    http2 = http2 == null ? Boolean.TRUE : http2;
    headers = headers == null ? Map.of() : Map.copyOf(headers);
    headers.forEach(HttpServerConfig::check);
  }

  private static void check(String name, String value) {
    List<String> values = ALLOWED.get(name);
    if (values == null) {
      throw new InvalidKeyException(
          "headers",
          "HTTP header \"%s\" can not be configured; those are: %s"
              .formatted(name, String.join(", ", ALLOWED.keySet().stream().sorted().toList())));
    }
    if (!values.isEmpty() && !values.contains(value)) {
      throw new InvalidKeyException(
          "headers",
          "invalid value for %s. Expected one of: %s, but got: \"%s\""
              .formatted(name, values, value));
    }
  }
}
