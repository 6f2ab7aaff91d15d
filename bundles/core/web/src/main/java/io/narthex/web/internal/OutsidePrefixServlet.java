// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers what is asked outside the route prefix: the root leads to it, all else is not found. */
final class OutsidePrefixServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final String prefix;

  OutsidePrefixServlet(String prefix) {
    this.prefix = prefix;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if ("/".equals(request.getRequestURI())) {
      response.sendRedirect(prefix + "/");
    } else {
      NotFoundServlet.answer(response);
    }
  }
}
