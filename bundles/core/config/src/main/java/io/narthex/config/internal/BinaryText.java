// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Decodes {@code !!binary} scalars, which must hold UTF-8 where a text is wanted. */
final class BinaryText {

  private BinaryText() {}

  static String decode(String base64, YamlNode.Position position) throws ConfigException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw position.fault("!!binary value contains invalid base64 data: " + e.getMessage());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw position.fault("the !!binary value is not valid UTF-8 text; give a text");
    }
  }
}
