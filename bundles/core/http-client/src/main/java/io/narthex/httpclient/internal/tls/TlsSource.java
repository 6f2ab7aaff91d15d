// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.tls;

import io.narthex.config.model.TlsConfig;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.internal.secret.SecretText;
import io.narthex.spi.config.Secret;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/** Reads what the TLS settings name. Safe for several threads. */
public final class TlsSource {

  private static final int TLS12 = 2;
  private static final int TLS13 = 3;

  private final TlsConfig config;
  private final @Nullable SecretText ca;
  private final @Nullable SecretText cert;
  private final @Nullable SecretText key;
  private volatile @Nullable TlsMaterial last;

  /** Takes the settings; nothing is read yet. */
  public TlsSource(TlsConfig config) {
    this.config = config;
    ca = SecretText.of("tls_config.ca", config.ca(), config.caFile(), config.caRef());
    cert = SecretText.of("tls_config.cert", config.cert(), config.certFile(), config.certRef());
    key = SecretText.of("tls_config.key", config.key(), config.keyFile(), config.keyRef());
  }

  /**
   * Returns the texts as they are now; the same object as before when nothing changed.
   *
   * @throws HttpFailure when a file cannot be read, or the server's name is none
   */
  public TlsMaterial read() throws HttpFailure {
    checkServerName();
    String keyText = text(key);
    TlsMaterial now =
        new TlsMaterial(
            text(ca),
            origin(ca),
            text(cert),
            origin(cert),
            keyText == null ? null : new Secret(keyText),
            origin(key),
            config.serverName() == null || config.serverName().isEmpty()
                ? null
                : config.serverName(),
            config.insecureSkipVerify(),
            version(config.minVersion(), TLS12),
            version(config.maxVersion(), TLS13));
    TlsMaterial known = last;
    if (now.equals(known)) {
      return Objects.requireNonNull(known);
    }
    last = now;
    return now;
  }

  private void checkServerName() throws HttpFailure {
    String name = config.serverName();
    if (name == null || name.isEmpty() || name.contains(":")) {
      return;
    }
    try {
      var unused = new SNIHostName(name);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(
          HttpFailure.Phase.SETTINGS, "tls_config.server_name: \"" + name + "\" is no host name");
    }
  }

  private static @Nullable String text(@Nullable SecretText text) throws HttpFailure {
    return text == null ? null : text.read();
  }

  private static String origin(@Nullable SecretText text) {
    return text == null ? "" : text.origin();
  }

  private static int version(@Nullable String name, int fallback) {
    return name == null || name.isEmpty() ? fallback : name.charAt(name.length() - 1) - '0';
  }
}
