// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.internal.tls.TlsContexts;
import io.narthex.httpclient.internal.tls.TlsMaterial;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's view of the TLS settings. When a server name is given, it stands in for the host both in
 * what is asked for (SNI) and in what the certificate must be for.
 */
final class NamedTls extends SslContextFactory.Client {

  private final @Nullable String serverName;

  NamedTls(TlsMaterial material) throws HttpFailure {
    serverName = material.serverName();
    setSslContext(TlsContexts.context(material));
    setIncludeProtocols(TlsContexts.versions(material));
    // The Java runtime's own choice of ciphers counts, as Go's does upstream.
    setExcludeProtocols();
    setExcludeCipherSuites();
    setEndpointIdentificationAlgorithm(material.insecure() ? null : "HTTPS");
    // As Go, and unlike the JDK by itself, for names without a dot too.
    setSNIProvider(SniProvider.NON_DOMAIN_SNI_PROVIDER);
  }

  @Override
  public SSLEngine newSSLEngine(String host, int port) {
    return super.newSSLEngine(serverName == null ? host : serverName, port);
  }

  /** Keeps Jetty from warning of what the settings ask for. */
  @Override
  protected void checkConfiguration() {}
}
