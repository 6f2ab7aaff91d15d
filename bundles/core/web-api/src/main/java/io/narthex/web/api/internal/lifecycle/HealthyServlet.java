// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Says that the process answers. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/-/healthy")
public final class HealthyServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PlainText.write(response, HttpServletResponse.SC_OK, "Narthex is Healthy.\n");
  }
}
