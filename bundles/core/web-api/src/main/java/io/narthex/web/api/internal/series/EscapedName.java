// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

/**
 * Label names in the escaping scheme {@code values}: {@code U__} in front, {@code __} for an
 * underscore, {@code _<hex>_} for any other character that old names do not allow.
 */
final class EscapedName {

  private static final String PREFIX = "U__";
  private static final int MAX_HEX_DIGITS = 6;

  private EscapedName() {}

  /** Returns the name that is meant; one that is not properly escaped is returned as it is. */
  static String unescape(String name) {
    if (!name.startsWith(PREFIX)) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    int i = PREFIX.length();
    while (i < name.length()) {
      char c = name.charAt(i++);
      if (c != '_') {
        out.append(c);
        continue;
      }
      int end = name.indexOf('_', i);
      if (end < 0 || end - i > MAX_HEX_DIGITS) {
        return name;
      }
      if (end == i) {
        out.append('_');
      } else {
        int code;
        try {
          code = Integer.parseInt(name, i, end, 16);
        } catch (NumberFormatException e) {
          return name;
        }
        if (!Character.isValidCodePoint(code) || code >= 0xD800 && code <= 0xDFFF) {
          return name;
        }
        out.appendCodePoint(code);
      }
      i = end + 1;
    }
    return out.toString();
  }
}
