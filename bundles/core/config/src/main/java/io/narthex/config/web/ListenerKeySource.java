// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import io.narthex.config.material.WatchedFile;
import io.narthex.spi.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Where a TLS listener has its certificates and key from: files are read again when they change.
 * Safe for several threads.
 */
public final class ListenerKeySource {

  private final Text cert;
  private final Text key;
  private final @Nullable Text authorities;
  private @Nullable Pems last;
  private @Nullable ListenerKeys keys;

  /**
   * Takes the settings; nothing is read yet.
   *
   * @param tls with certificate and key
   */
  public ListenerKeySource(TlsServerConfig tls) {
    Secret secret = tls.key();
    cert = new Text("cert", tls.cert(), tls.certFile());
    key = new Text("key", secret == null ? null : secret.reveal(), tls.keyFile());
    authorities =
        tls.clientCa() == null && tls.clientCaFile() == null
            ? null
            : new Text("client_ca", tls.clientCa(), tls.clientCaFile());
  }

  /**
   * Returns what is there now; the same object as before when nothing changed.
   *
   * @throws IOException when a file cannot be read; the message names it
   * @throws GeneralSecurityException when a text cannot be used; the message says why
   */
  public synchronized ListenerKeys read() throws IOException, GeneralSecurityException {
    Pems now =
        new Pems(
            cert.read(), new Secret(key.read()), authorities == null ? null : authorities.read());
    ListenerKeys known = keys;
    if (known != null && now.equals(last)) {
      return known;
    }
    ListenerKeys made = ListenerKeys.of(now.cert, now.key, now.authorities);
    last = now;
    keys = made;
    return made;
  }

  private record Pems(String cert, Secret key, @Nullable String authorities) {}

  /** A text, or the file that has it; the file wins. */
  private static final class Text {

    private final String setting;
    private final String written;
    private final @Nullable WatchedFile file;

    Text(String setting, @Nullable String written, @Nullable Path file) {
      this.setting = setting;
      this.written = written == null ? "" : written;
      this.file = file == null ? null : new WatchedFile(file);
    }

    String read() throws IOException {
      if (file == null) {
        return written;
      }
      try {
        return file.read();
      } catch (IOException e) {
        throw new IOException(setting + "_file: " + e.getMessage(), e);
      }
    }
  }
}
