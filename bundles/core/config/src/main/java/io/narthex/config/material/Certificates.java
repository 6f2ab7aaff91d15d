// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.material;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates from PEM. */
public final class Certificates {

  private Certificates() {}

  /**
   * Reads all certificates of a text.
   *
   * @return at least one, in the order of the text
   * @throws GeneralSecurityException when there is none or one is broken, with the remedy
   */
  public static List<X509Certificate> read(String pem) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> found = new ArrayList<>();
    for (Pem block : Pem.blocks(pem)) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(certificate(factory, block));
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("it holds no PEM block \"CERTIFICATE\"; check what is in it");
    }
    return found;
  }

  private static X509Certificate certificate(CertificateFactory factory, Pem block)
      throws CertificateException {
    try {
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException e) {
      // The message repeats the cause's with the name of its class.
      Throwable fault = e.getCause() == null ? e : e.getCause();
      throw new CertificateException("a certificate in it is broken: " + fault.getMessage(), e);
    }
  }
}
