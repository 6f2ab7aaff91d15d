// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import jakarta.servlet.Servlet;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * Puts all endpoints of the default context behind the route prefix. The whiteboard lets a context
 * of the name {@code default} take the place of its own, so no endpoint needs to know the prefix.
 */
final class RouteContext extends ServletContextHelper {

  private static final String ROOT = "narthex-root";

  private RouteContext() {}

  /** Registers what the prefix needs; nothing when it is empty. */
  static List<ServiceRegistration<?>> register(BundleContext context, String prefix) {
    if (prefix.isEmpty()) {
      return List.of();
    }
    return List.of(
        context.registerService(
            ServletContextHelper.class,
            new RouteContext(),
            properties(
                Map.of(
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME,
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_DEFAULT_CONTEXT_NAME,
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH,
                    prefix))),
        context.registerService(
            ServletContextHelper.class,
            new RouteContext(),
            properties(
                Map.of(
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME,
                    ROOT,
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH,
                    "/"))),
        context.registerService(
            Servlet.class,
            new OutsidePrefixServlet(prefix),
            properties(
                Map.of(
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                    "/",
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
                    "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + ROOT + ")"))));
  }

  private static Dictionary<String, Object> properties(Map<String, ?> properties) {
    return new Hashtable<>(properties);
  }
}
