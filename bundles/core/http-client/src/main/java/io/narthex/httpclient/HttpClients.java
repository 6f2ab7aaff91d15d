// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.httpclient.internal.ConfiguredClient;
import io.narthex.httpclient.internal.transport.Transports;
import java.util.Map;

/**
 * Makes the clients of this process. They share threads, and connections where their settings
 * allow. An OSGi service; safe for several threads.
 */
public final class HttpClients implements AutoCloseable {

  private final Transports transports;
  private final Map<String, String> environment;

  /** Makes clients that go by the environment of this process where the settings ask for it. */
  public HttpClients() {
    this(System.getenv());
  }

  /**
   * Makes clients.
   *
   * @param environment what stands for the environment variables, for {@code
   *     proxy_from_environment}
   */
  public HttpClients(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.transports = new Transports();
  }

  /**
   * Makes a client. Nothing is read or opened yet.
   *
   * @param config the settings
   * @param http2ByDefault whether HTTP/2 is spoken where {@code enable_http2} is not given
   */
  public HttpClient client(HttpClientConfig config, boolean http2ByDefault) {
    return new ConfiguredClient(config, http2ByDefault, transports, environment);
  }

  /** Makes a client that speaks HTTP/2 over TLS unless the settings say otherwise. */
  public HttpClient client(HttpClientConfig config) {
    return client(config, true);
  }

  /** Closes all connections of all clients. */
  @Override
  public void close() {
    transports.close();
  }
}
