// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the listener.
 *
 * @param cert PEM of the certificate chain, or null
 * @param key PEM of its key, or null
 * @param clientCa PEM of the authorities of clients, or null
 * @param certFile a file with the certificate, which wins over {@code cert}, or null
 * @param keyFile a file with the key, which wins over {@code key}, or null
 * @param clientCaFile a file with the authorities, which wins over {@code clientCa}, or null
 * @param clientAuthType what is asked of clients, by Go's names
 * @param clientAllowedSans names of which a client's certificate must carry one; empty for any
 * @param cipherSuites the suites offered, by Go's names; empty for the default
 * @param curvePreferences the curves offered, by Go's names; empty for the default
 * @param minVersion the least version, default TLS12
 * @param maxVersion the highest version, default TLS13
 * @param preferServerCipherSuites whether the server's order counts; default true
 */
public record TlsServerConfig(
    @Nullable String cert,
    @Nullable Secret key,
    @Nullable String clientCa,
    @Nullable Path certFile,
    @Nullable Path keyFile,
    @Nullable Path clientCaFile,
    @Nullable String clientAuthType,
    List<String> clientAllowedSans,
    List<String> cipherSuites,
    List<String> curvePreferences,
    @Nullable String minVersion,
    @Nullable String maxVersion,
    @Nullable Boolean preferServerCipherSuites) {

  /** Nothing set: plain HTTP. */
  public static final TlsServerConfig NONE =
      new TlsServerConfig(
          null, null, null, null, null, null, null, List.of(), List.of(), List.of(), null, null,
          null);

  private static final Set<String> CLIENT_AUTH =
      Set.of(
          "NoClientCert",
          "RequestClientCert",
          "RequireAnyClientCert",
          "RequireClientCert",
          "VerifyClientCertIfGiven",
          "RequireAndVerifyClientCert");

  private static final Set<String> CURVES = Set.of("CurveP256", "CurveP384", "CurveP521", "X25519");

  /** The secure suites of Go's TLS library; others cannot be configured upstream either. */
  private static final Set<String> SUITES =
      Set.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public TlsServerConfig {
    clientAllowedSans = clientAllowedSans == null ? List.of() : List.copyOf(clientAllowedSans);
    cipherSuites = known("cipher_suites", "cipher suite", cipherSuites, SUITES);
    curvePreferences = known("curve_preferences", "curve", curvePreferences, CURVES);
    minVersion = version("min_version", minVersion, "TLS12");
    maxVersion = version("max_version", maxVersion, "TLS13");
    preferServerCipherSuites = preferServerCipherSuites == null || preferServerCipherSuites;
    if (clientAuthType != null
        && !clientAuthType.isEmpty()
        && !CLIENT_AUTH.contains(clientAuthType)) {
      throw new InvalidKeyException(
          "client_auth_type",
          "invalid ClientAuth: "
              + clientAuthType
              + "; it is one of "
              + String.join(", ", CLIENT_AUTH.stream().sorted().toList()));
    }
    boolean hasCert = cert != null || certFile != null;
    boolean hasKey = key != null || keyFile != null;
    boolean hasAuthority = clientCa != null || clientCaFile != null;
    boolean asksClients = clientAuthType != null && !clientAuthType.isEmpty();
    if (hasCert || hasKey || hasAuthority || asksClients) {
      if (!hasCert) {
        throw new IllegalArgumentException("missing one of cert or cert_file");
      }
      if (!hasKey) {
        throw new IllegalArgumentException("missing one of key or key_file");
      }
    }
    if (hasAuthority && (!asksClients || clientAuthType.equals("NoClientCert"))) {
      throw new IllegalArgumentException(
          "client CA's have been configured without a Client Auth Policy; set client_auth_type");
    }
  }

  /** Returns whether the listener speaks TLS. */
  public boolean enabled() {
    return cert != null || certFile != null;
  }

  private static String version(String key, @Nullable String version, String otherwise) {
    if (version == null || version.isEmpty()) {
      return otherwise;
    }
    if (!version.matches("TLS1[0-3]")) {
      throw new InvalidKeyException(
          key, "unknown TLS version: " + version + "; it is TLS10, TLS11, TLS12 or TLS13");
    }
    return version;
  }

  private static List<String> known(
      String key, String what, @Nullable List<String> names, Set<String> known) {
    for (String name : names == null ? List.<String>of() : names) {
      if (!known.contains(name)) {
        throw new InvalidKeyException(
            key,
            "unknown %s: %s; known are %s"
                .formatted(what, name, String.join(", ", known.stream().sorted().toList())));
      }
    }
    return names == null ? List.of() : List.copyOf(names);
  }
}
