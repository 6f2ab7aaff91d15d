// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers in plain text, as the endpoints below {@code /-/} do. */
final class PlainText {

  private PlainText() {}

  static void write(HttpServletResponse response, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
