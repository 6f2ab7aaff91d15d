// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.narthex.spi.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Compares passwords with bcrypt hashes: one at a time, as each takes a good part of a second, and
 * each once, as every request brings its own. What was compared is remembered under a digest whose
 * key lives as long as the process, so that no password stays in memory. Safe for several threads.
 */
final class Passwords {

  /**
   * What a user that there is not is compared with, so that the time does not tell which names
   * exist: the hash of random bytes, of the cost that {@code htpasswd -C 10} makes.
   */
  private static final Secret NOBODY =
      new Secret(
          new String(BCrypt.withDefaults().hash(10, randomText()), StandardCharsets.US_ASCII));

  private static final int REMEMBERED = 100;

  private final SecretKeySpec digestKey = new SecretKeySpec(randomText(), "HmacSHA256");
  private final Map<ByteBuffer, Boolean> compared =
      new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Returns whether a password is a user's.
   *
   * @param hash the user's, or null for a user that there is not
   */
  boolean match(String user, String password, @Nullable Secret hash) {
    Secret against = hash == null ? NOBODY : hash;
    ByteBuffer question = digest(user, password, against.reveal());
    synchronized (compared) {
      Boolean known = compared.get(question);
      if (known == null) {
        known =
            BCrypt.verifyer()
                .verify(
                    password.getBytes(StandardCharsets.UTF_8),
                    against.reveal().getBytes(StandardCharsets.US_ASCII))
                .verified;
        compared.put(question, known);
      }
      return known && hash != null;
    }
  }

  private ByteBuffer digest(String... texts) {
    try {
      Mac mac = Mac.getInstance(digestKey.getAlgorithm());
      mac.init(digestKey);
      for (String text : texts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      return ByteBuffer.wrap(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC with SHA-256", e);
    }
  }

  private static byte[] randomText() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encode(bytes);
  }
}
