// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.model.HttpClientConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Calls by settings in YAML, for tests. */
final class Calls implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final HttpClients clients;

  Calls() {
    this(Map.of());
  }

  Calls(Map<String, String> environment) {
    clients = new HttpClients(environment);
  }

  HttpClient client(String yaml) {
    try {
      return clients.client(
          ConfigBinder.parse("http.yml", yaml, Path.of("/")).bind(HttpClientConfig.class));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the body of an answer that must be well. */
  static String get(HttpClient client, URI url) throws Exception {
    BoundedBody body = new BoundedBody(1 << 20);
    HttpAnswer answer = client.send(HttpCall.get(url, Map.of()), PATIENCE, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.complete()).isTrue();
    return body.text();
  }

  String get(String yaml, URI url) throws Exception {
    try (HttpClient client = client(yaml)) {
      return get(client, url);
    }
  }

  HttpFailure failure(String yaml, URI url) {
    return failure(yaml, url, PATIENCE);
  }

  HttpFailure failure(String yaml, URI url, Duration timeout) {
    try (HttpClient client = client(yaml)) {
      return failure(client, url, timeout);
    }
  }

  static HttpFailure failure(HttpClient client, URI url, Duration timeout) {
    HttpFailure failure =
        catchThrowableOfType(
            HttpFailure.class,
            () -> client.send(HttpCall.get(url, Map.of()), timeout, new BoundedBody(1 << 20)));
    assertThat(failure).isNotNull();
    return failure;
  }

  @Override
  public void close() {
    clients.close();
  }
}
