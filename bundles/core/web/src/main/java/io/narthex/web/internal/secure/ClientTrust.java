// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Judges the certificates that clients show. */
final class ClientTrust extends X509ExtendedTrustManager {

  private final @Nullable X509ExtendedTrustManager authorities;
  private final List<String> allowedNames;

  /**
   * A judge.
   *
   * @param authorities who must have signed, or null when anyone may
   * @param allowedNames the alternative names of which a certificate must carry one; empty for any
   */
  ClientTrust(@Nullable X509ExtendedTrustManager authorities, List<String> allowedNames) {
    this.authorities = authorities;
    this.allowedNames = allowedNames;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type, engine);
    }
    checkNames(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type, socket);
    }
    checkNames(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type);
    }
    checkNames(chain[0]);
  }

  private void checkNames(X509Certificate certificate) throws CertificateException {
    if (allowedNames.isEmpty()) {
      return;
    }
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(1) instanceof String text && allowedNames.contains(text)) {
          return;
        }
      }
    }
    throw new CertificateException("the client's certificate carries none of client_allowed_sans");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw onlyClients();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw onlyClients();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw onlyClients();
  }

  private static CertificateException onlyClients() {
    return new CertificateException("a listener has clients only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }
}
