// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

/** The error types of the HTTP API with the status that each is answered with. */
public enum ErrorType {
  TIMEOUT("timeout", 503),
  CANCELED("canceled", 499),
  EXECUTION("execution", 422),
  BAD_DATA("bad_data", 400),
  INTERNAL("internal", 500),

  /** Something is switched off. Upstream answers 500, and clients lean on it. */
  UNAVAILABLE("unavailable", 500),

  /** A part of the server that the request needs is not there, or not yet. */
  NOT_READY("unavailable", 503),
  NOT_FOUND("not_found", 404),
  NOT_ACCEPTABLE("not_acceptable", 406);

  private final String text;
  private final int status;

  ErrorType(String text, int status) {
    this.text = text;
    this.status = status;
  }

  /** Returns the word in {@code errorType}. */
  public String text() {
    return text;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }
}
