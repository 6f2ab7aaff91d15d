// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and versions of a TLS client.
 *
 * @param ca PEM of the authorities to trust, or null for the system's
 * @param caFile a file with it, or null
 * @param caRef a key of a secret provider, or null
 * @param cert PEM of the client's certificate, or null
 * @param certFile a file with it, or null
 * @param certRef a key of a secret provider, or null
 * @param key PEM of the client's key, or null
 * @param keyFile a file with it, or null
 * @param keyRef a key of a secret provider, or null
 * @param serverName the name to ask for and verify, or null for the host's
 * @param insecureSkipVerify whether any certificate is accepted
 * @param minVersion the least version, or null
 * @param maxVersion the highest version, or null
 */
public record TlsConfig(
    @Nullable String ca,
    @Nullable Path caFile,
    @Nullable String caRef,
    @Nullable String cert,
    @Nullable Path certFile,
    @Nullable String certRef,
    @Nullable Secret key,
    @Nullable Path keyFile,
    @Nullable String keyRef,
    @Nullable String serverName,
    boolean insecureSkipVerify,
    @Nullable String minVersion,
    @Nullable String maxVersion) {

  /** Nothing is set. */
  public static final TlsConfig NONE =
      new TlsConfig(null, null, null, null, null, null, null, null, null, null, false, null, null);

  public TlsConfig {
    OneOf.check("tls_config ca", "ca", ca, "ca_file", caFile, "ca_ref", caRef);
    OneOf.check("tls_config cert", "cert", cert, "cert_file", certFile, "cert_ref", certRef);
    OneOf.check("tls_config key", "key", key, "key_file", keyFile, "key_ref", keyRef);
    boolean hasCert = cert != null || certFile != null || certRef != null;
    boolean hasKey = key != null || keyFile != null || keyRef != null;
    if (hasCert && !hasKey) {
      throw new IllegalArgumentException(
          "exactly one of key or key_file must be configured when a client certificate is"
              + " configured");
    }
    if (hasKey && !hasCert) {
      throw new IllegalArgumentException(
          "exactly one of cert or cert_file must be configured when a client key is configured");
    }
    checkVersion("min_version", minVersion);
    checkVersion("max_version", maxVersion);
    if (minVersion != null && maxVersion != null && minVersion.compareTo(maxVersion) > 0) {
      throw new InvalidKeyException(
          "max_version", "tls_config.max_version must be greater than or equal to min_version");
    }
  }

  private static void checkVersion(String key, @Nullable String version) {
    if (version != null && !version.matches("TLS1[0-3]")) {
      throw new InvalidKeyException(
          key, "unknown TLS version: " + version + "; it is TLS10, TLS11, TLS12 or TLS13");
    }
  }
}
