// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.auth;

import io.narthex.config.model.Authorization;
import io.narthex.config.model.BasicAuth;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.httpclient.HttpClient;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.internal.secret.SecretText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says what stands in the Authorization header. Safe for several threads. */
public interface Authorizer {

  /**
   * Returns the header's value.
   *
   * @param timeout how long it may take
   * @param userAgent what the request that needs it calls itself
   */
  String value(Duration timeout, String userAgent) throws HttpFailure, InterruptedException;

  /**
   * Takes the settings.
   *
   * @param tokenClient makes the client that asks for tokens, from its settings
   * @return null when they give no credentials
   */
  static @Nullable Authorizer of(
      HttpClientConfig config, Function<HttpClientConfig, HttpClient> tokenClient) {
    BasicAuth basic = config.basicAuth();
    if (basic != null) {
      return basic(basic);
    }
    Authorization given = config.authorization();
    if (given != null) {
      return given(
          given.type(),
          SecretText.of(
              "authorization.credentials",
              given.credentials(),
              given.credentialsFile(),
              given.credentialsRef()));
    }
    SecretText bearer =
        SecretText.of("bearer_token", config.bearerToken(), config.bearerTokenFile(), null);
    if (bearer != null) {
      return given("Bearer", bearer);
    }
    return config.oauth2() == null
        ? null
        : new OAuth2Authorizer(config.oauth2(), tokenClient, InstantSource.system());
  }

  private static Authorizer basic(BasicAuth config) {
    SecretText user =
        SecretText.of(
            "basic_auth.username", config.username(), config.usernameFile(), config.usernameRef());
    SecretText password =
        SecretText.of(
            "basic_auth.password", config.password(), config.passwordFile(), config.passwordRef());
    return (timeout, userAgent) ->
        BasicCredentials.of(SecretText.read(user), SecretText.read(password));
  }

  private static Authorizer given(String type, @Nullable SecretText credentials) {
    return (timeout, userAgent) -> type + " " + SecretText.read(credentials);
  }
}
