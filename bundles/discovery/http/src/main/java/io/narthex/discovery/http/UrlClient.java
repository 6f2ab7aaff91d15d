// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends the request for targets, with the credentials of the moment. For one thread. */
final class UrlClient implements AutoCloseable {

  /** An answer beyond it is a mistake, such as a URL that streams without end. */
  private static final long MAX_BODY = 64 << 20;

  private final HttpSdConfig configuration;
  private TlsMaterial material = TlsMaterial.EMPTY;
  private @Nullable HttpClient client;

  UrlClient(HttpSdConfig configuration) {
    this.configuration = configuration;
  }

  /** Returns the URL without a password, for messages. */
  String name() {
    URI url = configuration.url();
    String userInfo = url.getRawUserInfo();
    return userInfo == null ? url.toString() : url.toString().replace(userInfo + "@", "");
  }

  /**
   * Sends the request and waits for the whole answer, at most for the refresh interval.
   *
   * @throws IOException with a message for the operator
   */
  HttpResponse<byte[]> get() throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        client().sendAsync(request(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
    try {
      return response.get(configuration.refreshInterval().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause() == null ? e : e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("no complete answer within the refresh interval", e);
    } finally {
      response.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      return "cannot connect; check host and port, and whether the server runs";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Returns a client for the certificates of the moment. */
  private HttpClient client() throws IOException {
    boolean secure = configuration.url().getScheme().equalsIgnoreCase("https");
    TlsMaterial now = secure ? TlsMaterial.read(configuration.tlsConfig()) : TlsMaterial.EMPTY;
    HttpClient current = client;
    if (current != null && now.equals(material)) {
      return current;
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(
                // Without TLS the client would ask for an upgrade, which not all servers bear.
                secure && configuration.enableHttp2()
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .followRedirects(
                configuration.followRedirects()
                    ? HttpClient.Redirect.NORMAL
                    : HttpClient.Redirect.NEVER)
            .connectTimeout(configuration.refreshInterval());
    now.apply(configuration.tlsConfig(), builder);
    close();
    material = now;
    current = builder.build();
    client = current;
    return current;
  }

  private HttpRequest request() throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(configuration.url())
            .header("Accept", "application/json")
            .header("User-Agent", "Narthex")
            .header(
                "X-Prometheus-Refresh-Interval-Seconds",
                BigDecimal.valueOf(configuration.refreshInterval().toMillis(), 3)
                    .stripTrailingZeros()
                    .toPlainString());
    try {
      String authorization = authorization();
      if (authorization != null) {
        request.header("Authorization", authorization);
      }
      for (Map.Entry<String, HeaderValues> header : configuration.httpHeaders().entrySet()) {
        add(header.getKey(), header.getValue(), request);
      }
    } catch (IllegalArgumentException e) {
      // Its message, and so the exception itself, holds the value, which may be secret.
      throw new IOException(
          "the value of a header or a credential holds a character that HTTP does not allow, such"
              + " as a line break; remove it");
    }
    return request.build();
  }

  private static void add(String name, HeaderValues values, HttpRequest.Builder request)
      throws IOException {
    for (String value : values.values()) {
      request.header(name, value);
    }
    for (Secret value : values.secrets()) {
      request.header(name, value.reveal());
    }
    for (Path file : values.files()) {
      request.header(name, SecretFile.read(file));
    }
  }

  private @Nullable String authorization() throws IOException {
    BasicAuth basic = configuration.basicAuth();
    if (basic != null) {
      String user =
          basic.usernameFile() != null ? SecretFile.read(basic.usernameFile()) : basic.username();
      return basic(
          (user == null ? "" : user) + ":" + secret(basic.password(), basic.passwordFile()));
    }
    Authorization other = configuration.authorization();
    if (other != null) {
      return other.type() + " " + secret(other.credentials(), other.credentialsFile());
    }
    if (configuration.bearerToken() != null || configuration.bearerTokenFile() != null) {
      return "Bearer " + secret(configuration.bearerToken(), configuration.bearerTokenFile());
    }
    String userInfo = configuration.url().getUserInfo();
    return userInfo == null ? null : basic(userInfo.contains(":") ? userInfo : userInfo + ":");
  }

  private static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static String secret(@Nullable Secret inline, @Nullable Path file) throws IOException {
    if (file != null) {
      return SecretFile.read(file);
    }
    return inline == null ? "" : inline.reveal();
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
