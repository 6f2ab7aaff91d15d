// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes certificates with the JDK's keytool: an authority, and what it signs. */
final class TestAuthority {

  static final String PASSWORD = "changeit";

  /**
   * A key and its certificate.
   *
   * @param store both, for a server
   * @param certificate the chain as PEM
   * @param key the key as PEM, in PKCS#8
   */
  record Issued(KeyStore store, String certificate, String key) {}

  private final Path folder;
  private final String name;
  private final Path store;

  TestAuthority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.name = name;
    this.store = folder.resolve(name + ".p12");
    generate(store, "ca", "EC", "CN=" + name, List.of("-ext", "bc:c", "-validity", "3650"));
  }

  /** Returns the authority's certificate as PEM. */
  String pem() throws Exception {
    return pem("CERTIFICATE", load(store).getCertificate("ca").getEncoded());
  }

  /** Issues a certificate that is valid for a year from now on. */
  Issued issue(String subject, String names, String algorithm) throws Exception {
    return issue(subject, names, algorithm, List.of("-validity", "365"));
  }

  Issued issueExpired(String subject, String names) throws Exception {
    return issue(subject, names, "EC", List.of("-startdate", "-10d", "-validity", "1"));
  }

  Issued issueForLater(String subject, String names) throws Exception {
    return issue(subject, names, "EC", List.of("-startdate", "+10d", "-validity", "20"));
  }

  private Issued issue(String subject, String names, String algorithm, List<String> validity)
      throws Exception {
    Path own = folder.resolve(name + "-" + subject + ".p12");
    generate(own, "own", algorithm, "CN=" + subject, List.of());
    Path request = folder.resolve(subject + ".csr");
    Path signed = folder.resolve(subject + ".crt");
    keytool(own, List.of("-certreq", "-alias", "own", "-file", request.toString()));
    List<String> sign = new ArrayList<>(List.of("-gencert", "-alias", "ca", "-rfc"));
    sign.addAll(List.of("-infile", request.toString(), "-outfile", signed.toString()));
    sign.addAll(List.of("-ext", "san=" + names));
    sign.addAll(validity);
    keytool(store, sign);
    Path chain =
        Files.writeString(folder.resolve(subject + ".chain"), pem() + Files.readString(signed));
    keytool(own, List.of("-importcert", "-noprompt", "-alias", "own", "-file", chain.toString()));
    KeyStore loaded = load(own);
    StringBuilder certificates = new StringBuilder();
    for (Certificate certificate : loaded.getCertificateChain("own")) {
      certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    byte[] key = loaded.getKey("own", PASSWORD.toCharArray()).getEncoded();
    return new Issued(loaded, certificates.toString(), pem("PRIVATE KEY", key));
  }

  private static void generate(
      Path store, String alias, String algorithm, String subject, List<String> more)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", algorithm, "-dname", subject));
    command.addAll(more);
    keytool(store, command);
  }

  private static void keytool(Path store, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/keytool");
    command.addAll(arguments);
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + out);
    }
  }

  static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
  }
}
