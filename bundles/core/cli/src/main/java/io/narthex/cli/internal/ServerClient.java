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
import java.util.List;
import java.util.Map;

/** Asks a running server. Failures of any kind are {@link CommandFailure}s of one line. */
public final class ServerClient {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final String base;
  private final Map<String, String> headers;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** Timestamps must not turn into the nearest double's exponent form. */
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * For a server under a URL, which may end with a slash.
   *
   * @param headers what is sent with each request
   */
  public ServerClient(String url, Map<String, String> headers) {
    this.headers = headers;
    String full = url.contains("://") ? url : "http://" + url;
    this.base = full.endsWith("/") ? full.substring(0, full.length() - 1) : full;
  }

  /**
   * Gets an endpoint's answer.
   *
   * @param form names of parameters and their values in turn
   */
  public JsonNode get(String path, List<String> form) {
    String query = form.isEmpty() ? "" : "?" + encoded(form);
    return send(HttpRequest.newBuilder(uri(path + query)).GET());
  }

  /**
   * Posts a form and returns the endpoint's answer.
   *
   * @param form names of parameters and their values in turn
   */
  public JsonNode post(String path, List<String> form) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form))));
  }

  private static String encoded(List<String> form) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < form.size(); i++) {
      text.append(i == 0 ? "" : i % 2 == 0 ? "&" : "=");
      text.append(URLEncoder.encode(form.get(i), StandardCharsets.UTF_8));
    }
    return text.toString();
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
    try {
      headers.forEach(request::header);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--header: " + e.getMessage(), e);
    }
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
