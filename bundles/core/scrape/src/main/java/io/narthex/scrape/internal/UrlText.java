// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Parts of URLs as Go writes them, so that targets have upstream's URLs to the letter. */
final class UrlText {

  private static final String UNRESERVED = "-_.~";
  private static final String IN_PATHS = UNRESERVED + "$&+,/:;=@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UrlText() {}

  /** Returns a path for a URL. */
  static String path(String text) {
    return escaped(text, IN_PATHS);
  }

  /** Returns a name or value for the query of a URL. */
  static String query(String text) {
    return escaped(text, UNRESERVED).replace("%20", "+");
  }

  private static String escaped(String text, String plain) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c >= '0' && c <= '9'
          || plain.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%');
        HEX.toHexDigits(out, b);
      }
    }
    return out.toString();
  }
}
