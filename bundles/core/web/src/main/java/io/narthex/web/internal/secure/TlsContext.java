// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import io.narthex.config.web.ListenerKeys;
import io.narthex.config.web.TlsServerConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificate, key and settings, in the words of the Java runtime. A context of its own for each
 * state also means that no session of before is resumed, so that clients are judged anew.
 */
record TlsContext(SSLContext context, SSLParameters parameters) {

  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  /** As in Go, no setting takes a suite of TLS 1.3 away. */
  private static final List<String> SUITES_OF_13 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /**
   * Makes one.
   *
   * @throws GeneralSecurityException when the Java runtime cannot speak as the settings want
   */
  static TlsContext of(TlsServerConfig config, ListenerKeys keys)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "listener", keys.key(), new char[0], keys.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    ClientTrust trust = new ClientTrust(authorities(config, keys), config.clientAllowedSans());
    context.init(factory.getKeyManagers(), new TrustManager[] {trust}, null);
    return new TlsContext(context, parameters(config, context));
  }

  private static @Nullable X509ExtendedTrustManager authorities(
      TlsServerConfig config, ListenerKeys keys) throws GeneralSecurityException, IOException {
    return switch (Objects.requireNonNullElse(config.clientAuthType(), "")) {
      case "VerifyClientCertIfGiven", "RequireAndVerifyClientCert" -> manager(keys.authorities());
      default -> null;
    };
  }

  private static X509ExtendedTrustManager manager(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (!authorities.isEmpty()) {
      store = emptyStore();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca" + i, authorities.get(i));
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static SSLParameters parameters(TlsServerConfig config, SSLContext context)
      throws GeneralSecurityException {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(protocols(config, parameters));
    if (!config.cipherSuites().isEmpty()) {
      List<String> able = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
      String[] suites =
          Stream.concat(SUITES_OF_13.stream(), config.cipherSuites().stream())
              .distinct()
              .filter(able::contains)
              .toArray(String[]::new);
      parameters.setCipherSuites(suites);
    }
    parameters.setUseCipherSuitesOrder(!Boolean.FALSE.equals(config.preferServerCipherSuites()));
    if (!config.curvePreferences().isEmpty()) {
      parameters.setNamedGroups(
          config.curvePreferences().stream().map(TlsContext::group).toArray(String[]::new));
    }
    boolean named = !config.clientAllowedSans().isEmpty();
    switch (Objects.requireNonNullElse(config.clientAuthType(), "")) {
      case "RequestClientCert", "VerifyClientCertIfGiven" -> {
        // Who must carry a name must show a certificate.
        if (named) {
          parameters.setNeedClientAuth(true);
        } else {
          parameters.setWantClientAuth(true);
        }
      }
      case "RequireAnyClientCert", "RequireClientCert", "RequireAndVerifyClientCert" ->
          parameters.setNeedClientAuth(true);
      default -> parameters.setNeedClientAuth(false);
    }
    return parameters;
  }

  private static String[] protocols(TlsServerConfig config, SSLParameters able)
      throws GeneralSecurityException {
    int least = version(config.minVersion());
    int most = version(config.maxVersion());
    List<String> wanted = new ArrayList<>(Arrays.asList(able.getProtocols()));
    wanted.removeIf(name -> VERSIONS.indexOf(name) < least || VERSIONS.indexOf(name) > most);
    if (wanted.isEmpty()) {
      throw new GeneralSecurityException(
          least > most
              ? "min_version lies above max_version; exchange them"
              : "versions before TLS 1.2 are switched off in this Java runtime; raise max_version,"
                  + " or take TLSv1 and TLSv1.1 out of jdk.tls.disabledAlgorithms in its"
                  + " java.security");
    }
    return wanted.toArray(String[]::new);
  }

  private static int version(@Nullable String name) {
    String text = Objects.requireNonNull(name, "the configuration has defaults");
    return text.charAt(text.length() - 1) - '0';
  }

  private static String group(String curve) {
    return switch (curve) {
      case "CurveP256" -> "secp256r1";
      case "CurveP384" -> "secp384r1";
      case "CurveP521" -> "secp521r1";
      default -> "x25519";
    };
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Returns an engine for a connection. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }
}
