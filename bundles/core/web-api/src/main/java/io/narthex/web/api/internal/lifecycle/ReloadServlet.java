// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Reads the configuration again; when it is not good the old one stays in force. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/-/reload")
public final class ReloadServlet extends LifecycleServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that the flag switches on. */
  @Activate
  public ReloadServlet(BundleContext context, @Reference ServerParts parts) {
    this(enabled(context), parts);
  }

  ReloadServlet(boolean enabled, ServerParts parts) {
    super(enabled);
    this.parts = parts;
  }

  @Override
  protected void act(HttpServletResponse response) throws IOException {
    ConfigService configuration = parts.configuration();
    try {
      configuration.reload();
      response.setStatus(HttpServletResponse.SC_OK);
    } catch (ConfigException e) {
      PlainText.write(
          response,
          HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
          "failed to reload config: " + e.getMessage() + "\n");
    }
  }
}
