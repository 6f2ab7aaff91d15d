// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.BodySink;
import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.Urls;
import io.narthex.httpclient.internal.proxy.ProxyEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration.Proxy;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Transport.TCPUnix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections with one TLS and proxy. Jetty's own handling of redirects, authentication, cookies
 * and compressed bodies is switched off: the callers do what of it Prometheus does. Safe for
 * several threads.
 */
public final class Transport {

  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
  private static final int CONNECTIONS_PER_HOST = 1000;
  private static final int BUFFER = 64 << 10;

  /** Larger heads are refused, so that no server can fill the memory with one. */
  private static final int MOST_HEAD_BYTES = 256 << 10;

  /** How many hold it; guarded by {@link Transports}. */
  int users;

  private final TransportKey key;
  private final HttpClient client;
  private int underWay;
  private boolean retired;

  Transport(TransportKey key, SharedThreads threads) throws HttpFailure {
    this.key = key;
    threads.start();
    ClientConnector connector = new CountedConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads.executor());
    connector.setScheduler(threads.scheduler());
    connector.setByteBufferPool(threads.buffers());
    if (key.tls() != null) {
      connector.setSslContextFactory(new NamedTls(key.tls()));
    }
    client = new CountedClient(transport(connector));
    client.setExecutor(threads.executor());
    client.setScheduler(threads.scheduler());
    client.setByteBufferPool(threads.buffers());
    client.setSocketAddressResolver(new LooseHosts(threads.resolver()));
    client.setName("http-client");
    client.setUserAgentField(null);
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    client.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    client.setDestinationIdleTimeout(2 * IDLE_TIMEOUT.toMillis());
    client.setMaxConnectionsPerDestination(CONNECTIONS_PER_HOST);
    client.setResponseBufferSize(BUFFER);
    client.setMaxResponseHeadersSize(MOST_HEAD_BYTES);
    ProxyEndpoint proxy = key.proxy();
    if (proxy != null) {
      Proxy made = proxy(proxy, connector);
      client.getProxyConfiguration().addProxy(made);
      if (!proxy.socks()) {
        client
            .getAuthenticationStore()
            .addAuthenticationResult(new ProxyCredentials(proxy, made.getURI()));
      }
    }
    try {
      client.start();
      client.getContentDecoderFactories().clear();
      client.getProtocolHandlers().clear();
    } catch (Exception e) {
      stop();
      if (FailureWords.find(e, InterruptedException.class) != null) {
        // The caller is told by the flag; see ConfiguredClient.
        Thread.currentThread().interrupt();
      }
      throw new HttpFailure(
          HttpFailure.Phase.SETTINGS,
          "the HTTP client cannot be started: " + e.getMessage(),
          false,
          e);
    }
  }

  private HttpClientTransport transport(ClientConnector connector) {
    if (!key.http2()) {
      return new HttpClientTransportOverHTTP(connector);
    }
    HTTP2Client http2 = new HTTP2Client(connector);
    // The first one is spoken with servers that negotiate nothing; those that do prefer HTTP/2.
    return new HttpClientTransportDynamic(
        connector,
        HttpClientConnectionFactory.HTTP11,
        new ClientConnectionFactoryOverHTTP2.HTTP2(http2));
  }

  private static Proxy proxy(ProxyEndpoint proxy, ClientConnector connector) {
    Origin.Address address = new Origin.Address(proxy.host(), proxy.port());
    if (proxy.socks()) {
      Socks5Proxy socks = new Socks5Proxy(address, false);
      if (proxy.userInfo() != null) {
        socks.putAuthenticationFactory(
            new Socks5.UsernamePasswordAuthenticationFactory(proxy.user(), proxy.password()));
      }
      return socks;
    }
    return proxy.secure()
        ? new HttpProxy(address, connector.getSslContextFactory())
        : new HttpProxy(address, false);
  }

  /** Returns what its calls have in common. */
  public TransportKey key() {
    return key;
  }

  /**
   * Sends one request, without following redirects. Only between {@link #begin} and {@link #end}.
   *
   * @param headers all headers, by name
   * @throws HttpFailure when there is no whole answer in time
   */
  public HttpAnswer send(
      Outgoing call, Map<String, List<String>> headers, Duration timeout, BodySink sink)
      throws HttpFailure, InterruptedException {
    check(call);
    long deadline = System.nanoTime() + timeout.toNanos();
    Exchange first = new Exchange(call, key, timeout, sink);
    try {
      return first.await(request(call, headers, timeout));
    } catch (HttpFailure e) {
      long left = deadline - System.nanoTime();
      if (!first.mayHaveHitClosedConnection(e) || left <= 0) {
        throw e;
      }
      // The server had closed the idle connection just when it was used again.
      Duration rest = Duration.ofNanos(left);
      return new Exchange(call, key, timeout, sink).await(request(call, headers, rest));
    }
  }

  private void check(Outgoing call) throws HttpFailure {
    int port = Urls.port(call.uri());
    if (port > Urls.LAST_PORT) {
      throw new HttpFailure(
          HttpFailure.Phase.CONNECT, "there is no port " + port + ", above 65535");
    }
    if (LooseHosts.isLoose(call.uri()) && (call.secure() || key.proxy() != null)) {
      throw new HttpFailure(
          HttpFailure.Phase.SETTINGS,
          "the host name "
              + Urls.host(call.uri())
              + " is none by the standard, and can be called by plain HTTP only, without a proxy;"
              + " give the host another name");
    }
  }

  private Request request(Outgoing call, Map<String, List<String>> headers, Duration timeout) {
    boolean loose = LooseHosts.isLoose(call.uri());
    URI uri = loose ? LooseHosts.strict(call.uri()) : call.uri();
    Request request = client.newRequest(uri).method(call.method());
    if (loose) {
      request.headers(fields -> fields.put(HttpHeader.HOST, call.uri().getRawAuthority()));
    }
    if (!call.secure() || !key.http2()) {
      request.version(HttpVersion.HTTP_1_1);
    }
    if (call.dialer() != null) {
      request.tag(call.dialer());
    }
    if (call.unixSocket() != null) {
      request.transport(new TCPUnix(call.unixSocket()));
    }
    byte[] body = call.body();
    if (body != null) {
      List<String> type = headers.getOrDefault("Content-Type", List.of());
      request.body(
          new BytesRequestContent(
              type.isEmpty() ? "application/octet-stream" : type.getFirst(), body));
    }
    request.headers(
        fields ->
            headers.forEach((name, values) -> values.forEach(value -> fields.add(name, value))));
    return request.timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** Begins a call unless the transport was given up meanwhile; {@link #end} must follow. */
  public synchronized boolean begin() {
    if (retired) {
      return false;
    }
    underWay++;
    return true;
  }

  /** Ends a call. */
  public void end() {
    synchronized (this) {
      underWay--;
      if (!retired || underWay > 0) {
        return;
      }
    }
    stopAside();
  }

  /** Stops it once the requests under way have ended. */
  void retire() {
    synchronized (this) {
      retired = true;
      if (underWay > 0) {
        return;
      }
    }
    stopAside();
  }

  private void stopAside() {
    Thread.ofVirtual().name("http-client stop").start(this::stop);
  }

  /** Stops it now. */
  void stop() {
    try {
      client.stop();
    } catch (Exception e) {
      LOG.debug("connections could not be closed", e);
    }
  }
}
