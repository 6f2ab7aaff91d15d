// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

import io.narthex.web.json.JsonStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes the error body of the HTTP API. */
public final class ErrorBody {

  private ErrorBody() {}

  /** Answers a request with an error; the response must not be committed. */
  public static void write(HttpServletResponse response, ErrorType type, String message)
      throws IOException {
    write(response, type.status(), type.text(), message);
  }

  /** Answers a request with an error and a status of the caller's choice. */
  public static void write(
      HttpServletResponse response, int status, String errorType, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    try (JsonStream json = new JsonStream(response.getOutputStream())) {
      json.beginObject().name("status").value("error");
      json.name("errorType").value(errorType).name("error").value(message).endObject();
    }
  }
}
