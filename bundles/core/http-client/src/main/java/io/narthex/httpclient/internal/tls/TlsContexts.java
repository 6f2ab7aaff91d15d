// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.tls;

import io.narthex.config.material.Certificates;
import io.narthex.config.material.PrivateKeys;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.spi.config.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts. */
public final class TlsContexts {

  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private TlsContexts() {}

  /**
   * Makes a context.
   *
   * @throws HttpFailure when the material cannot be used; the message names it and the remedy
   */
  public static SSLContext context(TlsMaterial material) throws HttpFailure {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(material), trust(material), null);
      checkVersions(material, context);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new HttpFailure(
          Phase.SETTINGS, "tls_config cannot be used: " + e.getMessage(), false, e);
    }
  }

  /** Returns the versions that may be spoken. */
  public static String[] versions(TlsMaterial material) {
    return VERSIONS
        .subList(Math.min(material.least(), material.most()), material.most() + 1)
        .toArray(String[]::new);
  }

  private static void checkVersions(TlsMaterial material, SSLContext context) throws HttpFailure {
    List<String> able = Arrays.asList(context.getDefaultSSLParameters().getProtocols());
    if (Arrays.stream(versions(material)).noneMatch(able::contains)) {
      throw new HttpFailure(
          Phase.SETTINGS,
          "tls_config: versions before TLS 1.2 are switched off in this Java runtime; raise"
              + " max_version, or take TLSv1 and TLSv1.1 out of jdk.tls.disabledAlgorithms in its"
              + " java.security");
    }
  }

  private static TrustManager @Nullable [] trust(TlsMaterial material)
      throws GeneralSecurityException, IOException, HttpFailure {
    String pem = material.ca();
    List<X509Certificate> authorities =
        pem == null ? List.of() : certificates("ca", material.caOrigin(), pem);
    if (material.insecure()) {
      return new TrustManager[] {new TrustEverything()};
    }
    if (pem == null) {
      return null;
    }
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca" + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(TlsMaterial material)
      throws GeneralSecurityException, IOException, HttpFailure {
    Secret keyPem = material.key();
    String certPem = material.cert();
    if (keyPem == null || certPem == null) {
      return null;
    }
    List<X509Certificate> chain = certificates("cert", material.certOrigin(), certPem);
    PrivateKey key;
    try {
      key = PrivateKeys.read(keyPem.reveal());
    } catch (GeneralSecurityException e) {
      throw unusable("key", material.keyOrigin(), String.valueOf(e.getMessage()), e);
    }
    if (!PrivateKeys.belongTogether(key, chain.getFirst().getPublicKey())) {
      throw new HttpFailure(
          Phase.SETTINGS,
          "tls_config: the key in "
              + material.keyOrigin()
              + " does not belong to the certificate in "
              + material.certOrigin()
              + "; give the two that were made together");
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, new char[0], chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static List<X509Certificate> certificates(String key, String origin, String pem)
      throws HttpFailure {
    try {
      return Certificates.read(pem);
    } catch (GeneralSecurityException e) {
      throw unusable(key, origin, String.valueOf(e.getMessage()), e);
    }
  }

  private static HttpFailure unusable(
      String key, String origin, String problem, GeneralSecurityException cause) {
    return new HttpFailure(
        Phase.SETTINGS,
        "tls_config." + key + ": " + origin + " cannot be used: " + problem,
        false,
        cause);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
