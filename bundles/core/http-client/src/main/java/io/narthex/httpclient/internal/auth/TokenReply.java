// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.narthex.spi.config.Secret;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers of token endpoints, by RFC 6749 sections 5.1 and 5.2. */
final class TokenReply {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_REASON = 200;

  private TokenReply() {}

  /**
   * Reads a token.
   *
   * @param contentType the answer's; some servers answer as a form
   * @throws IOException when there is none in it; the message is for the operator
   */
  static Token read(String contentType, String body, Instant now) throws IOException {
    Map<String, String> fields =
        contentType.startsWith("application/x-www-form-urlencoded")
                || contentType.startsWith("text/plain")
            ? form(body)
            : json(body);
    String error = fields.getOrDefault("error", "");
    if (!error.isEmpty()) {
      throw new IOException("the token endpoint answers " + reason(fields));
    }
    String access = fields.getOrDefault("access_token", "");
    if (access.isEmpty()) {
      throw new IOException("the answer of the token endpoint has no access_token");
    }
    return new Token(
        fields.getOrDefault("token_type", ""),
        new Secret(access),
        expires(fields.getOrDefault("expires_in", ""), now));
  }

  /** Returns what a refusal says of its reason, with a space before it; empty when nothing. */
  static String refusal(String body) {
    try {
      Map<String, String> fields = json(body);
      return fields.containsKey("error") ? " (" + reason(fields) + ")" : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String reason(Map<String, String> fields) {
    String description = fields.getOrDefault("error_description", "");
    String reason = fields.get("error") + (description.isEmpty() ? "" : ": " + description);
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }

  private static @Nullable Instant expires(String seconds, Instant now) throws IOException {
    if (seconds.isEmpty()) {
      return null;
    }
    try {
      long number = (long) Double.parseDouble(seconds);
      return number <= 0 ? null : now.plusSeconds(Math.min(number, Integer.MAX_VALUE));
    } catch (NumberFormatException e) {
      throw new IOException("expires_in of the token endpoint is no number of seconds", e);
    }
  }

  private static Map<String, String> form(String body) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try {
      for (String pair : body.strip().split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields.put(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the answer of the token endpoint is no form", e);
    }
    return fields;
  }

  private static Map<String, String> json(String body) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer of the token endpoint is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken().isScalarValue()) {
          fields.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      // Its message, and so the exception itself, quotes the answer, which may hold a token.
      throw new IOException("the answer of the token endpoint is not valid JSON");
    }
    return fields;
  }
}
