// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.config.model.TlsConfig;
import io.narthex.spi.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts from PEM texts and files. */
final class TlsContexts {

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private TlsContexts() {}

  /**
   * Makes a context.
   *
   * @throws IOException when a file cannot be read or used, with its name and the remedy
   */
  static SSLContext context(TlsConfig config) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(config), trust(config), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the tls_config cannot be used: " + e.getMessage(), e);
    }
  }

  /** Returns the versions that may be spoken. */
  static SSLParameters parameters(TlsConfig config) {
    SSLParameters parameters = new SSLParameters();
    int least = config.minVersion() == null ? 2 : version(config.minVersion());
    int most = config.maxVersion() == null ? 3 : version(config.maxVersion());
    parameters.setProtocols(VERSIONS.subList(least, most + 1).toArray(String[]::new));
    return parameters;
  }

  private static int version(String text) {
    return text.charAt(text.length() - 1) - '0';
  }

  private static TrustManager @Nullable [] trust(TlsConfig config)
      throws GeneralSecurityException, IOException {
    if (config.insecureSkipVerify()) {
      return new TrustManager[] {new TrustEverything()};
    }
    String pem = pem(config.ca(), config.caFile());
    if (pem == null) {
      return null;
    }
    KeyStore store = emptyStore();
    int i = 0;
    for (Certificate authority : certificates(pem)) {
      store.setCertificateEntry("ca" + i++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(TlsConfig config)
      throws GeneralSecurityException, IOException {
    Secret inline = config.key();
    String keyPem = pem(inline == null ? null : inline.reveal(), config.keyFile());
    String certificatePem = pem(config.cert(), config.certFile());
    if (keyPem == null || certificatePem == null) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "key",
        privateKey(keyPem),
        new char[0],
        certificates(certificatePem).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static @Nullable String pem(@Nullable String text, @Nullable Path file)
      throws IOException {
    if (text != null) {
      return text;
    }
    return file == null ? null : Files.readString(file);
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher matcher = PKCS8.matcher(pem);
    if (!matcher.find()) {
      throw new InvalidKeySpecException(
          "the client key is not in PKCS#8; convert it with: openssl pkcs8 -topk8 -nocrypt");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // The key is of another algorithm; the last one tells.
        continue;
      }
    }
    throw new InvalidKeySpecException("the client key is neither RSA, EC nor EdDSA");
  }
}
