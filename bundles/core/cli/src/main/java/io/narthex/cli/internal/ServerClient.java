// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a running server. Failures of any kind are {@link CommandFailure}s of one line. */
final class ServerClient {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** Timestamps must not turn into the nearest double's exponent form. */
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** For a server under a URL, which may end with a slash. */
  ServerClient(String url) {
    String full = url.contains("://") ? url : "http://" + url;
    this.base = full.endsWith("/") ? full.substring(0, full.length() - 1) : full;
  }

  /** Gets an endpoint's {@code data}. */
  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** Posts a form and returns the endpoint's whole answer. */
  JsonNode post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private URI uri(String path) {
    try {
      URI uri = URI.create(base + path);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(base + " is not a URL: " + e.getMessage(), e);
    }
    throw new CommandFailure(base + " is not a URL with a host");
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpRequest built = request.timeout(TIMEOUT).build();
    HttpResponse<String> response;
    try {
      response = client.send(built, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot reach " + base + ": " + reason(e) + "; is the server running there?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
    JsonNode answer;
    try {
      answer = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          built.uri() + " answered with status " + response.statusCode() + " and no JSON", e);
    }
    if (!"success".equals(answer.path("status").asText())) {
      throw new CommandFailure(
          answer.path("errorType").asText("status " + response.statusCode())
              + ": "
              + answer.path("error").asText("no reason given"));
    }
    return answer;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
  }
}
