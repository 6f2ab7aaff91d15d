// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the request headers that decide in which form, and whether at all, a file is sent. */
final class Conditions {

  private Conditions() {}

  /**
   * Returns whether a client takes gzip.
   *
   * @param acceptEncoding the header after RFC 9110 section 12.5.3, or null when there is none
   */
  static boolean acceptsGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    boolean any = false;
    for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", -1);
      String coding = parts[0].strip();
      boolean wanted = parts.length < 2 || !isZero(parts[1].strip());
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return wanted;
      }
      any |= coding.equals("*") && wanted;
    }
    return any;
  }

  private static boolean isZero(String weight) {
    return weight.matches("q\\s*=\\s*0(\\.0*)?");
  }

  /**
   * Returns whether a client has the content already.
   *
   * @param ifNoneMatch the header after RFC 9110 section 13.1.2, or null when there is none
   * @param etag the ETag of the content, quotes included
   */
  static boolean has(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String element : ifNoneMatch.split(",", -1)) {
      String tag = element.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}
