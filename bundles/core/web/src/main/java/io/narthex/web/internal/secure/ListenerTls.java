// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.config.web.ListenerKeySource;
import io.narthex.config.web.ListenerKeys;
import io.narthex.config.web.TlsServerConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of a listener as its configuration and files are now; asked at each connection. What
 * cannot be used leaves what was before in force and is logged once. Safe for several threads.
 */
final class ListenerTls {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);

  private final WebConfigFile file;
  private TlsServerConfig config;
  private ListenerKeySource source;
  private ListenerKeys keys;
  private TlsContext context;
  private String told = "";

  /**
   * Reads certificate and key.
   *
   * @throws IOException when they cannot be used; the message says why
   */
  ListenerTls(WebConfigFile file) throws IOException {
    this.file = file;
    config = file.read().tlsServerConfig();
    source = new ListenerKeySource(config);
    try {
      keys = source.read();
      context = TlsContext.of(config, keys);
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(file.path() + ": tls_server_config: " + e.getMessage(), e);
    }
  }

  /** Returns what a connection that begins now speaks. */
  synchronized TlsContext current() {
    TlsServerConfig now = file.read().tlsServerConfig();
    try {
      ListenerKeySource from = now.equals(config) ? source : new ListenerKeySource(now);
      ListenerKeys found = from.read();
      if (found != keys) {
        context = TlsContext.of(now, found);
        keys = found;
        source = from;
        config = now;
        told = "";
        LOG.info("Certificate, key or settings of TLS changed and are in force");
      }
    } catch (IOException | GeneralSecurityException e) {
      tell(e.getMessage());
    }
    return context;
  }

  private void tell(@Nullable String problem) {
    if (!told.equals(problem)) {
      LOG.error("{}: tls_server_config: {}; what was before stays in force", file.path(), problem);
      told = String.valueOf(problem);
    }
  }
}
