// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** A server on the loopback interface whose answers a test sets; it remembers the requests. */
final class TestServer implements AutoCloseable {

  /** What is answered at a path. */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** What was asked. */
  record Asked(String method, String path, String version, HttpFields headers, String body) {

    @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Server server = new Server();
  private final ServerConnector connector;
  private final SslContextFactory.@Nullable Server tls;

  /** Serves without TLS. */
  TestServer() throws Exception {
    this(null, null);
  }

  /**
   * Serves TLS, HTTP/2 too, and demands a certificate that the authority signed, if one is given.
   */
  TestServer(TestAuthority.@Nullable Issued own, @Nullable KeyStore clients) throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    List<ConnectionFactory> factories = new ArrayList<>();
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    if (own == null) {
      tls = null;
      factories.add(http);
    } else {
      SecureRequestCustomizer customizer = new SecureRequestCustomizer();
      customizer.setSniHostCheck(false);
      configuration.addCustomizer(customizer);
      tls = new SslContextFactory.Server();
      use(own);
      if (clients != null) {
        tls.setTrustStore(clients);
        tls.setNeedClientAuth(true);
      }
      ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
      alpn.setDefaultProtocol(http.getProtocol());
      factories.add(new SslConnectionFactory(tls, alpn.getProtocol()));
      factories.add(alpn);
      factories.add(new HTTP2ServerConnectionFactory(configuration));
      factories.add(http);
    }
    connector = new ServerConnector(server, 1, 1, factories.toArray(ConnectionFactory[]::new));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            answer(request, response, callback);
            return true;
          }
        });
    server.start();
  }

  private void use(TestAuthority.Issued own) {
    tls.setKeyStore(own.store());
    tls.setKeyStorePassword(TestAuthority.PASSWORD);
  }

  /** Shows another certificate from the next connection on. */
  void show(TestAuthority.Issued other) throws Exception {
    tls.reload(factory -> use(other));
  }

  void versions(String... protocols) throws Exception {
    tls.reload(factory -> factory.setIncludeProtocols(protocols));
  }

  private void answer(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getPathQuery();
    String body = Content.Source.asString(request, StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            request.getMethod(),
            path,
            request.getConnectionMetaData().getHttpVersion().asString(),
            HttpFields.build(request.getHeaders()).asImmutable(),
            body));
    Answer answer = answers.getOrDefault(path, new Answer(404, Map.of(), "none"));
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    Content.Sink.write(response, true, answer.body(), callback);
  }

  void answer(String path, int status, Map<String, String> headers, String body) {
    answers.put(path, new Answer(status, headers, body));
  }

  void answer(String path, String body) {
    answer(path, 200, Map.of(), body);
  }

  Asked last() {
    return asked.getLast();
  }

  int port() {
    return connector.getLocalPort();
  }

  URI url(String path) {
    return url("127.0.0.1", path);
  }

  URI url(String host, String path) {
    return URI.create((tls == null ? "http" : "https") + "://" + host + ":" + port() + path);
  }

  /** Closes the connections that clients keep. */
  void dropConnections() {
    connector.getConnectedEndPoints().forEach(endPoint -> endPoint.close());
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
