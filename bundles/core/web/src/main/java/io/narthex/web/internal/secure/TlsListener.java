// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.web.internal.JettyParts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * Opens a listener that speaks TLS, and HTTP/2 where the client can and the configuration lets it.
 *
 * <p>The HTTP service's own listener knows key stores only and reads them once. It stands open
 * without a certificate, on loopback, until this one takes its place.
 */
public final class TlsListener implements ConnectorFactory {

  private final String host;
  private final int port;
  private final Duration idle;
  private final boolean http2;
  private final TlsEngines engines;

  /**
   * A listener to open.
   *
   * @param idle how long a connection may be idle
   * @throws IOException when certificate or key cannot be used; the message says why
   */
  public TlsListener(WebConfigFile file, String host, int port, Duration idle) throws IOException {
    this.host = host;
    this.port = port;
    this.idle = idle;
    http2 = !Boolean.FALSE.equals(file.read().httpServerConfig().http2());
    engines = new TlsEngines(new ListenerTls(file));
  }

  @Override
  public Connector createConnector(Server server) {
    Connector own = server.getConnectors()[0];
    HttpConfiguration configuration =
        new HttpConfiguration(
            own.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration());
    // Which of several certificates is meant does not matter: there is one.
    configuration.setCustomizers(List.of(new SecureRequestCustomizer(false)));
    ServerConnector connector = new ServerConnector(server);
    connector.clearConnectionFactories();
    HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
    if (http2) {
      ALPNServerConnectionFactory alpn =
          JettyParts.make(TlsListener.class, TlsListener::negotiation);
      connector.addConnectionFactory(new SslConnectionFactory(engines, alpn.getProtocol()));
      connector.addConnectionFactory(alpn);
      connector.addConnectionFactory(new HTTP2ServerConnectionFactory(configuration));
    } else {
      connector.addConnectionFactory(
          new SslConnectionFactory(engines, HttpVersion.HTTP_1_1.asString()));
    }
    connector.addConnectionFactory(http1);
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(idle.toMillis());
    close(server, own);
    return connector;
  }

  private static ALPNServerConnectionFactory negotiation() {
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    return alpn;
  }

  private static void close(Server server, Connector own) {
    SslConnectionFactory tls = own.getConnectionFactory(SslConnectionFactory.class);
    if (tls == null || tls.getSslContextFactory() instanceof TlsEngines) {
      return;
    }
    try {
      own.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP service's own listener does not close", e);
    }
    server.removeConnector(own);
  }
}
