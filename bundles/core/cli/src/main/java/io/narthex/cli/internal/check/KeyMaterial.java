// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigException;
import io.narthex.config.web.TlsServerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Opens the certificates and keys that a configuration names. */
final class KeyMaterial {

  private KeyMaterial() {}

  /**
   * Opens what a web configuration names.
   *
   * @throws ConfigException when a file cannot be read or holds no certificate
   */
  static void check(Path config, TlsServerConfig tls) throws ConfigException {
    if (!tls.enabled()) {
      return;
    }
    certificate(config, "cert_file", tls.certFile(), tls.cert());
    readable(config, "key_file", tls.keyFile());
    if (tls.clientCaFile() != null || tls.clientCa() != null) {
      certificate(config, "client_ca_file", tls.clientCaFile(), tls.clientCa());
    }
  }

  /**
   * Looks whether a file can be opened.
   *
   * @param key the configuration's key that names it
   * @param file null when the key is not set
   */
  static void readable(Path config, String key, @Nullable Path file) throws ConfigException {
    if (file != null && !Files.isReadable(file)) {
      throw new ConfigException(
          config.toString(),
          0,
          0,
          "%s %s does not exist or cannot be read; correct the path".formatted(key, file));
    }
  }

  private static void certificate(
      Path config, String key, @Nullable Path file, @Nullable String pem) throws ConfigException {
    readable(config, key, file);
    String text = pem == null ? "" : pem;
    try (InputStream in =
        file != null
            ? Files.newInputStream(file)
            : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
      CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new ConfigException(
          config.toString(),
          0,
          0,
          "%s %s holds no PEM certificate: %s"
              .formatted(key, file == null ? "(inline)" : file, e.getMessage()));
    } catch (IOException e) {
      throw new ConfigException(
          config.toString(), 0, 0, "%s %s cannot be read: %s".formatted(key, file, e));
    }
  }
}
