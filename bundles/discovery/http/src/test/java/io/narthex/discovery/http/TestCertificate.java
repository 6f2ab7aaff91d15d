// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A fresh key with a certificate that it signed itself, for localhost.
 *
 * @param store the key and the certificate, without a password of its own
 * @param certificate the certificate as PEM
 * @param key the key as PEM
 */
record TestCertificate(KeyStore store, String certificate, String key) {

  static final char[] PASSWORD = "changeit".toCharArray();

  /** Makes one with the JDK's keytool. */
  static TestCertificate create(Path folder, String name, String algorithm) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/keytool",
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    if (keytool.waitFor() != 0) {
      throw new AssertionError("keytool failed with " + keytool.exitValue());
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new TestCertificate(
        store,
        pem("CERTIFICATE", store.getCertificate(name).getEncoded()),
        pem("PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded()));
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
