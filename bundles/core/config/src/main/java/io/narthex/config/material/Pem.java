// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.material;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a PEM text, by RFC 7468; what stands between blocks does not count.
 *
 * @param label {@code CERTIFICATE} for instance
 * @param bytes what it holds
 */
record Pem(String label, byte[] bytes) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** Returns the blocks of a text in their order. */
  static List<Pem> blocks(String text) throws GeneralSecurityException {
    List<Pem> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        blocks.add(new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException(
            "the PEM block \"" + matcher.group(1) + "\" is not valid Base64", e);
      }
    }
    return blocks;
  }
}
