// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.auth;

import io.narthex.spi.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A token of an OAuth 2 server.
 *
 * @param type what the server calls it, may be empty
 * @param access the token
 * @param expires when it ends, or null when the server does not say
 */
record Token(String type, Secret access, @Nullable Instant expires) {

  /** A token is renewed this long before it ends. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  boolean valid(Instant now) {
    return expires == null || now.isBefore(expires.minus(MARGIN));
  }

  String header() {
    String word =
        switch (type.toLowerCase(Locale.ROOT)) {
          case "", "bearer" -> "Bearer";
          case "mac" -> "MAC";
          case "basic" -> "Basic";
          default -> type;
        };
    return word + " " + access.reveal();
  }
}
