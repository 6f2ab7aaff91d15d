// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

/** What the server answers to the path of a request. */
sealed interface UiAnswer {

  /** The content of a file. */
  record Content(UiFile file) implements UiAnswer {}

  /**
   * Another address.
   *
   * @param path below the server's root, with a slash at the front; the query part goes with it
   */
  record Moved(String path) implements UiAnswer {}

  /** There is nothing at this path. */
  record Missing() implements UiAnswer {}
}
