// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.web.internal.JettyParts;
import io.narthex.web.internal.Protocols;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * TLS, and in it HTTP/2 where the client can and the configuration lets it.
 *
 * <p>The HTTP service's own listener knows key stores only and reads them once.
 */
public final class TlsProtocols implements Protocols {

  private final boolean http2;
  private final TlsEngines engines;

  /**
   * What a web configuration says.
   *
   * @throws IOException when certificate or key cannot be used; the message says why
   */
  public TlsProtocols(WebConfigFile file) throws IOException {
    http2 = !Boolean.FALSE.equals(file.read().httpServerConfig().http2());
    engines = new TlsEngines(new ListenerTls(file));
  }

  @Override
  public List<ConnectionFactory> over(HttpConfiguration http) {
    // Which of several certificates is meant does not matter: there is one.
    http.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    if (!http2) {
      return List.of(new SslConnectionFactory(engines, HttpVersion.HTTP_1_1.asString()), http1);
    }
    ALPNServerConnectionFactory alpn =
        JettyParts.make(TlsProtocols.class, TlsProtocols::negotiation);
    return List.of(
        new SslConnectionFactory(engines, alpn.getProtocol()),
        alpn,
        new HTTP2ServerConnectionFactory(http),
        http1);
  }

  private static ALPNServerConnectionFactory negotiation() {
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    return alpn;
  }
}
