// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may read answers.
 *
 * @param origin the pattern that a whole origin must match; null allows none
 */
record CorsPolicy(@Nullable Pattern origin) {

  private static final String ANY = ".*";

  /** Returns the policy of the flag's text; one that cannot be read allows no other origin. */
  static CorsPolicy of(@Nullable String flag) {
    try {
      return new CorsPolicy(Pattern.compile(flag == null ? ANY : flag));
    } catch (PatternSyntaxException e) {
      return new CorsPolicy(null);
    }
  }

  /** Sets the headers that a browser asks for. */
  void apply(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Vary", "Origin");
    String asking = request.getHeader("Origin");
    if (asking == null || origin == null) {
      return;
    }
    boolean any = origin.pattern().equals(ANY);
    if (any || origin.matcher(asking).matches()) {
      response.setHeader(
          "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin");
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      response.setHeader("Access-Control-Expose-Headers", "Date");
      response.setHeader("Access-Control-Allow-Origin", any ? "*" : asking);
    }
  }
}
