// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal;

import io.narthex.httpclient.HttpAnswer;
import io.narthex.httpclient.HttpFailure;
import io.narthex.httpclient.HttpFailure.Phase;
import io.narthex.httpclient.Urls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the redirects of one call, with the rules of Go's client: ten at most, and credentials go
 * only to the first host and to those below it; once a redirect has led elsewhere they stay away.
 */
final class Redirects {

  private static final int MOST = 10;

  private final List<URI> trail = new ArrayList<>();
  private boolean trusted = true;

  Redirects(URI start) {
    trail.add(start);
  }

  static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** Returns whether the method and the body stay as they were. */
  static boolean keepsMethod(int status) {
    return status == 307 || status == 308;
  }

  /** Returns whether credentials may go to where the trail leads now. */
  boolean trusted() {
    return trusted;
  }

  /**
   * Returns where an answer leads.
   *
   * @throws HttpFailure when it leads nowhere
   */
  URI follow(HttpAnswer answer) throws HttpFailure {
    URI from = trail.getLast();
    URI next = target(from, answer.header("Location"));
    if (trail.contains(next)) {
      trail.add(next);
      throw new HttpFailure(
          Phase.REDIRECT,
          "the redirects go in a circle: " + text() + "; correct the server or the address");
    }
    if (trail.size() > MOST) {
      throw new HttpFailure(
          Phase.REDIRECT,
          "more than " + MOST + " redirects: " + text() + "; give the last address instead");
    }
    trail.add(next);
    trusted &= sameOrBelow(Urls.host(next), Urls.host(trail.getFirst()));
    return next;
  }

  private static URI target(URI from, String location) throws HttpFailure {
    if (location.isEmpty()) {
      throw new HttpFailure(Phase.REDIRECT, "the redirect does not say whereto");
    }
    try {
      URI next = from.resolve(new URI(location));
      String scheme = next.getScheme();
      if (Urls.host(next) != null
          && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
        return next;
      }
    } catch (URISyntaxException e) {
      throw new HttpFailure(
          Phase.REDIRECT, "the redirect leads to an invalid URL: " + location, false, e);
    }
    throw new HttpFailure(
        Phase.REDIRECT, "the redirect leads to " + location + ", which is not http or https");
  }

  private String text() {
    return trail.stream().map(Urls::shown).collect(Collectors.joining(" -> "));
  }

  private static boolean sameOrBelow(@Nullable String host, @Nullable String first) {
    if (host == null || first == null) {
      return false;
    }
    String a = host.toLowerCase(Locale.ROOT);
    String b = first.toLowerCase(Locale.ROOT);
    return a.equals(b) || a.indexOf(':') < 0 && a.indexOf('%') < 0 && a.endsWith("." + b);
  }
}
