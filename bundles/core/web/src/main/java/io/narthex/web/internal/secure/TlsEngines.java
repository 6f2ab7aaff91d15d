// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Gives Jetty an engine of what is in force when a connection begins. */
final class TlsEngines extends SslContextFactory.Server {

  private final ListenerTls tls;

  TlsEngines(ListenerTls tls) {
    this.tls = tls;
    setSslContext(tls.current().context());
  }

  @Override
  public SSLEngine newSSLEngine() {
    return tls.current().engine();
  }

  @Override
  public SSLEngine newSSLEngine(InetSocketAddress address) {
    return newSSLEngine();
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return newSSLEngine();
  }
}
