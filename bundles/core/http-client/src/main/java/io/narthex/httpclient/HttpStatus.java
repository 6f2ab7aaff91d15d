// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import org.eclipse.jetty.http.HttpStatus.Code;
import org.jspecify.annotations.Nullable;

/** Words for the statuses of answers. */
public final class HttpStatus {

  /** The status of an answer that is well. */
  public static final int OK = 200;

  private HttpStatus() {}

  /** Returns a status with its words, {@code 404 Not Found} for instance. */
  public static String text(int status) {
    @Nullable Code code = org.eclipse.jetty.http.HttpStatus.getCode(status);
    String words =
        switch (status) {
          // Jetty's words are not those that upstream's messages have.
          case 413 -> "Request Entity Too Large";
          case 414 -> "Request URI Too Long";
          case 416 -> "Requested Range Not Satisfiable";
          case 500 -> "Internal Server Error";
          default -> code == null ? "" : code.getMessage();
        };
    return words.isEmpty() ? String.valueOf(status) : status + " " + words;
  }
}
