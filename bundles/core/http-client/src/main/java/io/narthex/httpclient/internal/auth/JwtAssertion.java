// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.narthex.config.material.PrivateKeys;
import io.narthex.config.model.OAuth2;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Signed assertions for the grant of RFC 7523. */
final class JwtAssertion {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration LIFE = Duration.ofMinutes(10);

  private JwtAssertion() {}

  /**
   * Makes one.
   *
   * @param keyPem an RSA key
   * @throws GeneralSecurityException when the key cannot be used, with the remedy
   */
  static String sign(OAuth2 config, String keyPem, Instant now) throws GeneralSecurityException {
    PrivateKey key = PrivateKeys.read(keyPem);
    if (!key.getAlgorithm().equals("RSA")) {
      throw new InvalidKeySpecException("the key must be of RSA, not " + key.getAlgorithm());
    }
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", config.signatureAlgorithm());
    header.put("typ", "JWT");
    if (config.clientCertificateKeyId() != null && !config.clientCertificateKeyId().isEmpty()) {
      header.put("kid", config.clientCertificateKeyId());
    }
    String client = Objects.requireNonNullElse(config.clientId(), "");
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", config.iss() == null || config.iss().isEmpty() ? client : config.iss());
    claims.put("sub", client);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put(
        "aud",
        config.audience() == null || config.audience().isEmpty()
            ? String.valueOf(config.tokenUrl())
            : config.audience());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    if (!config.scopes().isEmpty()) {
      claims.put("scope", String.join(" ", config.scopes()));
    }
    claims.putAll(config.claims());
    String text = base64(json(header)) + "." + base64(json(claims));
    Signature signature =
        Signature.getInstance("SHA" + config.signatureAlgorithm().substring(2) + "withRSA");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + base64(signature.sign());
  }

  private static byte[] json(Map<String, Object> fields) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        if (field.getValue() instanceof Long number) {
          json.writeNumber(number);
        } else {
          json.writeString(String.valueOf(field.getValue()));
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
