// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.internal.tls.TlsMaterial;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Words for what goes wrong in agreeing on TLS. */
final class TlsWords {

  private TlsWords() {}

  static String describe(SSLException failure, Outgoing call, TransportKey key) {
    if (FailureWords.find(failure, CertificateExpiredException.class)
        instanceof CertificateExpiredException expired) {
      return "the server's certificate, or one that signed it, expired ("
          + expired.getMessage()
          + "); renew it";
    }
    if (FailureWords.find(failure, CertificateNotYetValidException.class)
        instanceof CertificateNotYetValidException early) {
      return "the server's certificate is not valid yet ("
          + early.getMessage()
          + "); check the clocks of both machines";
    }
    if (FailureWords.find(failure, CertPathBuilderException.class) != null) {
      return "the server's certificate is signed by an unknown authority; give the authority's"
          + " certificate in tls_config.ca_file";
    }
    String message = failure.getMessage() == null ? "" : failure.getMessage();
    if (FailureWords.find(failure, CertificateException.class) instanceof CertificateException bad
        && bad.getMessage() != null) {
      return certificate(bad.getMessage(), call, key);
    }
    return alert(message);
  }

  private static String certificate(String message, Outgoing call, TransportKey key) {
    boolean name =
        message.startsWith("No name matching")
            || message.startsWith("No subject alternative")
            || message.contains("doesn't match any of the subject alternative names");
    if (!name) {
      return "the server's certificate is refused: " + message;
    }
    TlsMaterial tls = key.tls();
    String wanted =
        tls == null || tls.serverName() == null ? call.uri().getHost() : tls.serverName();
    return "the server's certificate is not for "
        + wanted
        + " ("
        + message
        + "); correct the address or set tls_config.server_name";
  }

  private static String alert(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("unrecognized ssl message") || lower.contains("not an ssl/tls record")) {
      return "the server does not speak TLS; perhaps the scheme must be http";
    }
    if (lower.contains("certificate_required") || lower.contains("bad_certificate")) {
      return "the server refused this client's certificate, or wants one ("
          + message
          + "); give tls_config.cert_file and key_file";
    }
    if (lower.contains("unknown_ca") || lower.contains("certificate_unknown")) {
      return "the server does not trust this client's certificate (" + message + ")";
    }
    if (lower.contains("certificate_expired")) {
      return "the server says that this client's certificate expired; renew it";
    }
    if (lower.contains("protocol_version") || lower.contains("no appropriate protocol")) {
      return "the two sides have no version of TLS in common ("
          + message
          + "); see min_version and max_version of tls_config";
    }
    if (lower.contains("handshake_failure")) {
      return "the server refused to agree on TLS ("
          + message
          + "); it may want a client certificate or have no cipher in common";
    }
    return "TLS: " + message;
  }
}
