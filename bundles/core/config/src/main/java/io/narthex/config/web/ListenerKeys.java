// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import io.narthex.config.material.Certificates;
import io.narthex.config.material.PrivateKeys;
import io.narthex.spi.config.Secret;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS listener shows and trusts.
 *
 * @param chain its certificate first, then those that signed it
 * @param key the certificate's key
 * @param authorities who may sign clients' certificates; empty for those of the Java runtime
 */
public record ListenerKeys(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {

  public ListenerKeys {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /**
   * Reads PEM.
   *
   * @param authorities null for those of the Java runtime
   * @throws GeneralSecurityException when a text cannot be used or the key is another
   *     certificate's; the message names the keys of the configuration and the remedy
   */
  static ListenerKeys of(String cert, Secret key, @Nullable String authorities)
      throws GeneralSecurityException {
    List<X509Certificate> chain = certificates("cert", cert);
    PrivateKey secret;
    try {
      secret = PrivateKeys.read(key.reveal());
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException("the key cannot be used: " + e.getMessage(), e);
    }
    if (!PrivateKeys.belongTogether(secret, chain.getFirst().getPublicKey())) {
      throw new GeneralSecurityException(
          "the key does not belong to the certificate; give the two that were made together");
    }
    return new ListenerKeys(
        chain, secret, authorities == null ? List.of() : certificates("client_ca", authorities));
  }

  private static List<X509Certificate> certificates(String key, String pem)
      throws GeneralSecurityException {
    try {
      return Certificates.read(pem);
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException("the " + key + " cannot be used: " + e.getMessage(), e);
    }
  }
}
