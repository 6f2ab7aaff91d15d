// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the records of this package fill in what is absent. */
final class Defaults {

  /** Headers that a configuration must not set, in lower case. */
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "authorization",
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-prometheus-scrape-timeout-seconds",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-content-sha256");

  private Defaults() {}

  /** As upstream, a duration of zero counts as not set. */
  static Duration positive(@Nullable Duration value, Duration fallback) {
    return value == null || value.isZero() ? fallback : value;
  }

  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : List.copyOf(value);
  }

  static <V> Map<String, V> map(@Nullable Map<String, V> value) {
    return value == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }

  /** As upstream, an empty text counts as not set. */
  static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  static boolean isReserved(String header) {
    return RESERVED_HEADERS.contains(header.toLowerCase(Locale.ROOT));
  }

  /** Checks the {@code headers} of a section that calls out. */
  static void checkHeaders(Map<String, String> headers, String aboutAuthorization) {
    for (String header : headers.keySet()) {
      if (header.equalsIgnoreCase("authorization")) {
        throw new InvalidKeyException("headers", aboutAuthorization);
      }
      if (isReserved(header)) {
        throw new InvalidKeyException(
            "headers", header + " is a reserved header. It must not be changed");
      }
    }
  }
}
