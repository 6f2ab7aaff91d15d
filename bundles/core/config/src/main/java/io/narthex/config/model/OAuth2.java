// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a token is obtained from an OAuth 2 server.
 *
 * @param clientId the client
 * @param clientSecret its secret, or null
 * @param clientSecretFile a file with it, or null
 * @param clientSecretRef a key of a secret provider, or null
 * @param clientCertificateKeyId the key's id in a signed assertion, or null
 * @param clientCertificateKey the signing key, or null
 * @param clientCertificateKeyFile a file with it, or null
 * @param clientCertificateKeyRef a key of a secret provider, or null
 * @param grantType default client_credentials
 * @param signatureAlgorithm default RS256
 * @param iss the assertion's issuer, or null for the client
 * @param audience the assertion's audience, or null for the token URL
 * @param claims further claims of the assertion
 * @param scopes what is asked for
 * @param tokenUrl where tokens are given
 * @param endpointParams further parameters of the request
 * @param tlsConfig certificates and versions
 * @param proxyUrl a proxy, or null
 * @param noProxy hosts that are called directly, or null
 * @param proxyFromEnvironment whether HTTP_PROXY and its relatives count
 * @param proxyConnectHeader headers for the proxy's CONNECT
 */
public record OAuth2(
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Path clientSecretFile,
    @Nullable String clientSecretRef,
    @Nullable String clientCertificateKeyId,
    @Nullable Secret clientCertificateKey,
    @Nullable Path clientCertificateKeyFile,
    @Nullable String clientCertificateKeyRef,
    String grantType,
    String signatureAlgorithm,
    @Nullable String iss,
    @Nullable String audience,
    Map<String, String> claims,
    List<String> scopes,
    @Nullable URI tokenUrl,
    Map<String, String> endpointParams,
    TlsConfig tlsConfig,
    @Nullable URI proxyUrl,
    @Nullable String noProxy,
    boolean proxyFromEnvironment,
    Map<String, List<Secret>> proxyConnectHeader) {

  private static final List<String> ALGORITHMS = List.of("RS256", "RS384", "RS512");
  private static final List<String> GRANTS =
      List.of("client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public OAuth2 {
    grantType = grantType == null || grantType.isEmpty() ? "client_credentials" : grantType;
    signatureAlgorithm =
        signatureAlgorithm == null || signatureAlgorithm.isEmpty() ? "RS256" : signatureAlgorithm;
    claims = Defaults.map(claims);
    scopes = Defaults.list(scopes);
    endpointParams = Defaults.map(endpointParams);
    tlsConfig = tlsConfig == null ? TlsConfig.NONE : tlsConfig;
    proxyConnectHeader = Defaults.map(proxyConnectHeader);
    if (clientId == null || clientId.isEmpty()) {
      throw new IllegalArgumentException("oauth2 client_id must be configured");
    }
    if (tokenUrl == null) {
      throw new IllegalArgumentException("oauth2 token_url must be configured");
    }
    if (!GRANTS.contains(grantType)) {
      throw new InvalidKeyException("grant_type", "oauth2 grant_type must be one of " + GRANTS);
    }
    if (!ALGORITHMS.contains(signatureAlgorithm)) {
      throw new InvalidKeyException(
          "signature_algorithm", "oauth2 signature_algorithm must be one of " + ALGORITHMS);
    }
    OneOf.check(
        "oauth2 secret",
        "client_secret",
        clientSecret,
        "client_secret_file",
        clientSecretFile,
        "client_secret_ref",
        clientSecretRef);
    OneOf.check(
        "oauth2 signing key",
        "client_certificate_key",
        clientCertificateKey,
        "client_certificate_key_file",
        clientCertificateKeyFile,
        "client_certificate_key_ref",
        clientCertificateKeyRef);
    HttpClientConfig.checkProxy(proxyUrl, noProxy, proxyFromEnvironment, proxyConnectHeader);
  }

  /** Names the kind only: the URLs in it may hold passwords. */
  @Override
  public String toString() {
    return "OAuth2";
  }
}
