// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.httpclient.internal.ConfiguredClient;
import io.narthex.httpclient.internal.transport.Transports;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the clients of this process. They share threads, and connections where their settings
 * allow. An OSGi service; safe for several threads.
 */
public final class HttpClients implements AutoCloseable {

  private final Transports transports;
  private final Map<String, String> environment;
  private final Map<String, Dialer> dialers = new ConcurrentHashMap<>();

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

  /** Returns what counts the connections under a name, always the same object. */
  public Dialer dialer(String name) {
    return dialers.computeIfAbsent(name, key -> new Dialer());
  }

  /** Returns what all dialers count. */
  public MultiCollector metrics() {
    return new DialerMetrics(dialers);
  }

  /** Closes all connections of all clients. */
  @Override
  public void close() {
    transports.close();
  }
}
