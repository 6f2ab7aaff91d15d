// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and versions of TLS.
 *
 * @param ca PEM of the authorities to trust, or null for those of the JDK
 * @param caFile a file with it, or null
 * @param cert PEM of the client's certificates, or null
 * @param certFile a file with it, or null
 * @param key PEM of the client's key, or null
 * @param keyFile a file with it, or null
 * @param insecureSkipVerify whether any certificate is accepted
 * @param minVersion TLS10 to TLS13, default TLS12
 * @param maxVersion TLS10 to TLS13, default TLS13
 */
@Doc("Certificates and versions of TLS.")
public record TlsConfig(
    @Doc("PEM of the authorities to trust.") @Nullable String ca,
    @Doc("A file with the authorities to trust.") @Nullable Path caFile,
    @Doc("PEM of the client's certificates.") @Nullable String cert,
    @Doc("A file with the client's certificates.") @Nullable Path certFile,
    @Doc("PEM of the client's key.") @Nullable Secret key,
    @Doc("A file with the client's key.") @Nullable Path keyFile,
    @Doc("Whether any certificate is accepted.") boolean insecureSkipVerify,
    @Doc("The least version, TLS10 to TLS13; default TLS12.") String minVersion,
    @Doc("The highest version, TLS10 to TLS13; default TLS13.") String maxVersion) {

  static final TlsConfig NONE =
      new TlsConfig(null, null, null, null, null, null, false, null, null);

  /** Puts the defaults in place and checks. */
  public TlsConfig(
      @Nullable String ca,
      @Nullable Path caFile,
      @Nullable String cert,
      @Nullable Path certFile,
      @Nullable Secret key,
      @Nullable Path keyFile,
      boolean insecureSkipVerify,
      @Nullable String minVersion,
      @Nullable String maxVersion) {
    OneOf.check("ca", ca, "ca_file", caFile);
    OneOf.check("cert", cert, "cert_file", certFile);
    OneOf.check("key", key, "key_file", keyFile);
    if ((cert != null || certFile != null) != (key != null || keyFile != null)) {
      throw new IllegalArgumentException(
          "cert or cert_file and key or key_file must be configured together; add the other one");
    }
    this.ca = ca;
    this.caFile = caFile;
    this.cert = cert;
    this.certFile = certFile;
    this.key = key;
    this.keyFile = keyFile;
    this.insecureSkipVerify = insecureSkipVerify;
    this.minVersion = minVersion == null ? "TLS12" : minVersion;
    this.maxVersion = maxVersion == null ? "TLS13" : maxVersion;
    checkVersion(this.minVersion);
    checkVersion(this.maxVersion);
    if (this.minVersion.compareTo(this.maxVersion) > 0) {
      throw new IllegalArgumentException(
          "tls_config.max_version must be greater than or equal to min_version");
    }
  }

  private static void checkVersion(String version) {
    if (!version.matches("TLS1[0-3]")) {
      throw new IllegalArgumentException(
          "unknown TLS version: " + version + "; it is TLS10, TLS11, TLS12 or TLS13");
    }
  }
}
