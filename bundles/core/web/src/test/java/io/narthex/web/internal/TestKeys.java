// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes certificates with the JDK's keytool: an authority, and what it signs. */
final class TestKeys {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path store;
  private final String authority;

  TestKeys(Path folder, String authority) throws Exception {
    this.authority = authority;
    store = folder.resolve(authority + ".p12");
    generate(authority, "-ext", "bc:c");
  }

  /**
   * Makes a key, and a certificate that the authority signs.
   *
   * @param names its alternative names, for instance {@code ip:127.0.0.1}
   */
  TestKeys issue(String alias, String names) throws Exception {
    generate(alias, "-signer", authority, "-ext", "san=" + names);
    return this;
  }

  private void generate(String alias, String... further) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
    command.addAll(Arrays.asList(further));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }

  /** Returns a certificate as PEM. */
  String certificate(String alias) throws Exception {
    return pem("CERTIFICATE", load().getCertificate(alias).getEncoded());
  }

  /** Returns a key as PEM. */
  String key(String alias) throws Exception {
    return pem("PRIVATE KEY", load().getKey(alias, PASSWORD).getEncoded());
  }

  /**
   * Returns the context of a client that trusts the authority.
   *
   * @param alias the certificate that it shows, or null
   */
  SSLContext client(@Nullable String alias) throws Exception {
    return client(alias, this);
  }

  /** Returns the context of a client that trusts this authority and shows what another signed. */
  SSLContext client(@Nullable String alias, TestKeys from) throws Exception {
    KeyStore trusted = empty();
    trusted.setCertificateEntry(authority, load().getCertificate(authority));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManager[] keys = null;
    if (alias != null) {
      KeyStore own = empty();
      Certificate[] chain = from.load().getCertificateChain(alias);
      own.setKeyEntry(alias, from.load().getKey(alias, PASSWORD), PASSWORD, chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(own, PASSWORD);
      keys = factory.getKeyManagers();
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore load() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static KeyStore empty() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    return keys;
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }
}
