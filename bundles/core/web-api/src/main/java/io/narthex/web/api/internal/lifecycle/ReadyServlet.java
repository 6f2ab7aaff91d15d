// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Says whether the server does its work, and else what it waits for. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/-/ready")
public final class ReadyServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Readiness readiness;

  /** An endpoint that asks whether all parts are there. */
  @Activate
  public ReadyServlet(@Reference Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> missing = readiness.missing();
    if (missing.isEmpty()) {
      PlainText.write(response, HttpServletResponse.SC_OK, "Narthex is Ready.\n");
    } else {
      response.setHeader("X-Prometheus-Stopping", "false");
      PlainText.write(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Service Unavailable: waiting for " + String.join(", ", missing) + "\n");
    }
  }
}
