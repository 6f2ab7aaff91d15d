// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.auth;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.OAuth2;
import io.narthex.httpclient.BoundedBody;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpCall;
import io.narthex.httpclient.HttpClient;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.httpclient.HttpStatus;
import io.narthex.httpclient.Urls;
import io.narthex.httpclient.internal.secret.SecretText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OAuth 2 server for tokens, by client credentials (RFC 6749) or a signed assertion (RFC
 * 7523), and keeps each until shortly before it ends. A secret or key that changed counts at once.
 */
final class OAuth2Authorizer implements Authorizer, AutoCloseable {

  static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private static final int MOST_BODY = 1 << 20;

  /** Where the server wants the client's name and secret; found out at the first token. */
  private enum Style {
    HEADER,
    FORM
  }

  private final OAuth2 config;
  private final URI url;
  private final boolean signed;
  private final @Nullable SecretText secret;
  private final HttpClient client;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Held held;
  private @Nullable Style style;

  /** A token and the secret that it was got by. */
  private record Held(Token token, String secret) {

    @Override
    public String toString() {
      return "<secret>";
    }
  }

  OAuth2Authorizer(
      OAuth2 config, Function<HttpClientConfig, HttpClient> clients, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    url = Objects.requireNonNull(config.tokenUrl(), "checked by the configuration");
    signed = config.grantType().equals(JWT_BEARER);
    secret =
        signed
            ? SecretText.of(
                "oauth2.client_certificate_key",
                config.clientCertificateKey(),
                config.clientCertificateKeyFile(),
                config.clientCertificateKeyRef())
            : SecretText.of(
                "oauth2.client_secret",
                config.clientSecret(),
                config.clientSecretFile(),
                config.clientSecretRef());
    client =
        clients.apply(
            new HttpClientConfig(
                null,
                null,
                null,
                null,
                null,
                config.tlsConfig(),
                true,
                false,
                config.proxyUrl(),
                config.noProxy(),
                config.proxyFromEnvironment(),
                config.proxyConnectHeader(),
                Map.of()));
  }

  @Override
  public String value(Duration timeout, String userAgent) throws HttpFailure, InterruptedException {
    String now = SecretText.read(secret);
    Held known = held;
    if (usable(known, now)) {
      return Objects.requireNonNull(known).token().header();
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw failure("another call still waits for the token", null);
    }
    try {
      known = held;
      if (usable(known, now)) {
        return Objects.requireNonNull(known).token().header();
      }
      Token token = fetch(now, deadline, userAgent);
      held = new Held(token, now);
      return token.header();
    } finally {
      lock.unlock();
    }
  }

  private boolean usable(@Nullable Held known, String secretNow) {
    return known != null
        && known.secret().equals(secretNow)
        && known.token().valid(clock.instant());
  }

  private Token fetch(String secretNow, long deadline, String userAgent)
      throws HttpFailure, InterruptedException {
    if (signed) {
      return ask(assertion(secretNow), null, deadline, userAgent);
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    putScopes(form);
    putParameters(form);
    String id = Objects.requireNonNullElse(config.clientId(), "");
    Map<String, String> withClient = new LinkedHashMap<>(form);
    withClient.put("client_id", id);
    if (!secretNow.isEmpty()) {
      withClient.put("client_secret", secretNow);
    }
    String header = BasicCredentials.of(encode(id), encode(secretNow));
    if (style == Style.FORM) {
      return ask(withClient, null, deadline, userAgent);
    }
    if (style == Style.HEADER) {
      return ask(form, header, deadline, userAgent);
    }
    Token token;
    try {
      token = ask(form, header, deadline, userAgent);
      style = Style.HEADER;
    } catch (HttpFailure e) {
      if (e.phase() != Phase.TOKEN) {
        throw e;
      }
      // Some servers take name and secret in the form only.
      token = ask(withClient, null, deadline, userAgent);
      style = Style.FORM;
    }
    return token;
  }

  private Map<String, String> assertion(String key) throws HttpFailure {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", JWT_BEARER);
    try {
      form.put("assertion", JwtAssertion.sign(config, key, clock.instant()));
    } catch (GeneralSecurityException e) {
      throw new HttpFailure(
          Phase.SETTINGS,
          "oauth2.client_certificate_key: "
              + (secret == null ? "it is missing" : secret.origin())
              + " cannot be used: "
              + e.getMessage(),
          false,
          e);
    }
    putScopes(form);
    putParameters(form);
    return form;
  }

  private void putScopes(Map<String, String> form) {
    if (!config.scopes().isEmpty()) {
      form.put("scope", String.join(" ", config.scopes()));
    }
  }

  private void putParameters(Map<String, String> form) throws HttpFailure {
    for (Map.Entry<String, String> parameter : config.endpointParams().entrySet()) {
      String name = parameter.getKey();
      if (form.containsKey(name) && !name.equals("grant_type")) {
        throw new HttpFailure(
            Phase.SETTINGS, "oauth2.endpoint_params: " + name + " is set by other keys; remove it");
      }
      form.put(name, parameter.getValue());
    }
  }

  private Token ask(
      Map<String, String> form, @Nullable String header, long deadline, String userAgent)
      throws HttpFailure, InterruptedException {
    StringBuilder text = new StringBuilder();
    form.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("Accept", "application/json");
    if (!userAgent.isEmpty()) {
      headers.put("User-Agent", userAgent);
    }
    if (header != null) {
      headers.put("Authorization", header);
    }
    HttpCall call;
    try {
      call = HttpCall.post(url, headers, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(Phase.SETTINGS, "oauth2.token_url: " + e.getMessage(), false, e);
    }
    BoundedBody body = new BoundedBody(MOST_BODY);
    HttpAnswer answer;
    try {
      answer = client.send(call, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), body);
    } catch (HttpFailure e) {
      throw new HttpFailure(e.phase(), where() + String.valueOf(e.getMessage()), e.timeout(), e);
    }
    if (answer.status() / 100 != 2) {
      throw failure(
          "the token endpoint answers with HTTP status "
              + HttpStatus.text(answer.status())
              + TokenReply.refusal(body.text()),
          null);
    }
    try {
      return TokenReply.read(answer.header("Content-Type"), body.text(), clock.instant());
    } catch (IOException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    }
  }

  private String where() {
    return "oauth2: no token from " + Urls.shown(url) + ": ";
  }

  private HttpFailure failure(String problem, @Nullable IOException cause) {
    return cause == null
        ? new HttpFailure(Phase.TOKEN, where() + problem)
        : new HttpFailure(Phase.TOKEN, where() + problem, false, cause);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
