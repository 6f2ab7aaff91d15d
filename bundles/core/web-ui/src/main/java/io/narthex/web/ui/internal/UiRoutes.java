// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import java.util.Set;

/**
 * Decides what a path of the UI is answered with. Safe for several threads.
 *
 * <p>All pages of the app lie directly below the root, because the app finds its files and the API
 * by addresses relative to the page; that is what lets it run below any route prefix. A page with a
 * slash at its end would break that, and is sent to the one without.
 */
final class UiRoutes {

  /** The app's pages, and the addresses of a Prometheus that it knows how to continue from. */
  private static final Set<String> PAGES =
      Set.of("/", "/query", "/graph", "/targets", "/plugins", "/status", "/config", "/flags");

  private final UiCatalogue catalogue;

  UiRoutes(UiCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Decides by path.
   *
   * @param path the decoded path below the server's root: empty, or with a slash at the front
   */
  UiAnswer answer(String path) {
    if (PAGES.contains(path)) {
      return new UiAnswer.Content(catalogue.index());
    }
    if (path.isEmpty() || path.equals("/" + UiCatalogue.INDEX)) {
      return new UiAnswer.Moved("/");
    }
    if (path.endsWith("/") && PAGES.contains(path.substring(0, path.length() - 1))) {
      return new UiAnswer.Moved(path.substring(0, path.length() - 1));
    }
    return catalogue
        .find(path.substring(1))
        .<UiAnswer>map(UiAnswer.Content::new)
        .orElseGet(UiAnswer.Missing::new);
  }
}
