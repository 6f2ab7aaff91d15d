// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers paths that no other servlet takes; a user interface at the same pattern goes first. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/")
@ServiceRanking(Integer.MIN_VALUE)
public final class NotFoundServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response);
  }

  static void answer(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().write("404 page not found\n".getBytes(StandardCharsets.UTF_8));
  }
}
