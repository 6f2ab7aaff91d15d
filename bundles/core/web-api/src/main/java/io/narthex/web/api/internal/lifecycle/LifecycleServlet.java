// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.framework.BundleContext;

/** An endpoint that changes how the process runs, by POST or PUT, when the flag allows it. */
abstract class LifecycleServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final boolean enabled;

  LifecycleServlet(boolean enabled) {
    this.enabled = enabled;
  }

  /** Returns whether the flag {@code --web.enable-lifecycle} is set. */
  static boolean enabled(BundleContext context) {
    return Boolean.parseBoolean(context.getProperty("narthex.web.enable-lifecycle"));
  }

  /** Does what the endpoint is for, and answers. */
  protected abstract void act(HttpServletResponse response) throws IOException;

  @Override
  protected final void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PlainText.write(
        response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Only POST or PUT requests allowed");
  }

  @Override
  protected final void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (enabled) {
      act(response);
    } else {
      PlainText.write(response, HttpServletResponse.SC_FORBIDDEN, "Lifecycle API is not enabled.");
    }
  }

  @Override
  protected final void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    doPost(request, response);
  }
}
