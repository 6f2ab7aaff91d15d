// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import io.narthex.process.ServerProcess;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Ends the process. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/-/quit")
public final class QuitServlet extends LifecycleServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerProcess process;

  /** An endpoint that the flag switches on. */
  @Activate
  public QuitServlet(BundleContext context, @Reference ServerProcess process) {
    this(enabled(context), process);
  }

  QuitServlet(boolean enabled, ServerProcess process) {
    super(enabled);
    this.process = process;
  }

  @Override
  protected void act(HttpServletResponse response) throws IOException {
    PlainText.write(response, HttpServletResponse.SC_OK, "Requesting termination... Goodbye!");
    response.flushBuffer();
    process.shutdown();
  }
}
