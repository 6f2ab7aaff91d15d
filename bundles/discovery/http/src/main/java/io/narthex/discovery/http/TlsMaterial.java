// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The PEM texts of a TLS client as they are just now; equal when no file changed.
 *
 * @param ca the authorities to trust, or null for those of the JDK
 * @param cert the client's certificates, or null
 * @param key the client's key, or null
 */
record TlsMaterial(@Nullable String ca, @Nullable String cert, @Nullable Secret key) {

  static final TlsMaterial EMPTY = new TlsMaterial(null, null, null);

  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  /** Reads the files that the settings name. */
  static TlsMaterial read(TlsConfig config) throws IOException {
    Path keyFile = config.keyFile();
    return new TlsMaterial(
        config.caFile() == null ? config.ca() : SecretFile.read(config.caFile()),
        config.certFile() == null ? config.cert() : SecretFile.read(config.certFile()),
        keyFile == null ? config.key() : new Secret(SecretFile.read(keyFile)));
  }

  /**
   * Makes a client use them.
   *
   * @throws IOException when they are not what they must be; the message is for the operator
   */
  void apply(TlsConfig config, HttpClient.Builder builder) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(config.insecureSkipVerify()), null);
      SSLParameters parameters = new SSLParameters();
      parameters.setProtocols(
          VERSIONS
              .subList(version(config.minVersion()), version(config.maxVersion()) + 1)
              .toArray(String[]::new));
      builder.sslContext(context).sslParameters(parameters);
    } catch (GeneralSecurityException e) {
      throw new IOException("tls_config cannot be used: " + e.getMessage(), e);
    }
  }

  private static int version(String name) {
    return name.charAt(name.length() - 1) - '0';
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
    if (cert == null || key == null) {
      return null;
    }
    Certificate[] chain = certificates("cert", cert).toArray(Certificate[]::new);
    KeyStore store = emptyStore();
    char[] noPassword = {};
    store.setKeyEntry(
        "client",
        privateKey(key.reveal(), chain[0].getPublicKey().getAlgorithm()),
        noPassword,
        chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, noPassword);
    return factory.getKeyManagers();
  }

  private static PrivateKey privateKey(String pem, String algorithm)
      throws GeneralSecurityException {
    Matcher matcher = PRIVATE_KEY.matcher(pem);
    if (!matcher.find()) {
      throw new GeneralSecurityException(
          "key holds no PEM block \"PRIVATE KEY\"; convert it with openssl pkcs8 -topk8 -nocrypt");
    }
    byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private TrustManager @Nullable [] trustManagers(boolean any)
      throws GeneralSecurityException, IOException {
    if (any) {
      return new TrustManager[] {new TrustAnyone()};
    }
    if (ca == null) {
      return null;
    }
    KeyStore store = emptyStore();
    int count = 0;
    for (Certificate authority : certificates("ca", ca)) {
      store.setCertificateEntry("ca" + count++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(String key, String pem)
      throws CertificateException {
    Collection<? extends Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    if (found.isEmpty()) {
      throw new CertificateException(key + " holds no PEM block \"CERTIFICATE\"; check the file");
    }
    return found;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** What {@code insecure_skip_verify} asks for; the extended kind switches host names off too. */
  private static final class TrustAnyone extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
