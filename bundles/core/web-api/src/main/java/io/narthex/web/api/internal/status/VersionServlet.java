// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.api.internal.BuildInfo;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Which build runs, without the API's envelope. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/version")
public final class VersionServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient BuildInfo build;

  /** An endpoint that reads the build from framework properties. */
  @Activate
  public VersionServlet(BundleContext context) {
    this(BuildInfo.read(context::getProperty));
  }

  VersionServlet(BuildInfo build) {
    this.build = build;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    try (JsonStream json = new JsonStream(response.getOutputStream())) {
      BuildInfoServlet.write(json, build);
    }
  }
}
