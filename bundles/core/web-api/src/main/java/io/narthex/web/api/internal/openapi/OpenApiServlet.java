// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.openapi;

import io.narthex.web.WebServer;
import io.narthex.web.api.internal.BuildInfo;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The description of the API by OpenAPI, as YAML: of the endpoints that are there now. The
 * parameter {@code openapi_version} chooses 3.1 or 3.2.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern(OpenApiServlet.PATTERN)
public final class OpenApiServlet extends HttpServlet {

  static final String PATTERN = "/api/v1/openapi.yaml";

  private static final long serialVersionUID = 1L;
  private static final String ROOT = "/api/v1";
  private static final String PATTERNS = "osgi.http.whiteboard.servlet.pattern";

  private final transient OpenApiDocument document = new OpenApiDocument();
  private final transient ServerParts parts;
  private final transient String version;
  private final transient Supplier<Set<String>> patterns;

  /** An endpoint that asks which endpoints are registered. */
  @Activate
  public OpenApiServlet(@Reference ServerParts parts, BundleContext context) {
    this(parts, BuildInfo.read(context::getProperty).version(), () -> registered(context));
  }

  OpenApiServlet(ServerParts parts, String version, Supplier<Set<String>> patterns) {
    this.parts = parts;
    this.version = version;
    this.patterns = patterns;
  }

  private static Set<String> registered(BundleContext context) {
    Collection<ServiceReference<Servlet>> servlets;
    try {
      servlets = context.getServiceReferences(Servlet.class, "(" + PATTERNS + "=" + ROOT + "/*)");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    return servlets.stream()
        .flatMap(
            servlet ->
                servlet.getProperty(PATTERNS) instanceof String[] several
                    ? Stream.of(several)
                    : Stream.of(String.valueOf(servlet.getProperty(PATTERNS))))
        .collect(Collectors.toSet());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String wanted = request.getParameter("openapi_version");
    WebServer server = parts.server();
    Set<String> served = patterns.get();
    String text =
        document.text(
            OpenApiVersion.of(wanted == null ? "" : wanted),
            version,
            (server == null ? "" : server.externalUrl()) + ROOT,
            path -> served.contains(pattern(path)));
    response.setContentType("application/yaml; charset=utf-8");
    response.setHeader("Cache-Control", "no-cache, no-store, must-revalidate");
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the pattern under which the endpoint of a path is registered. */
  static String pattern(String path) {
    int variable = path.indexOf('{');
    return ROOT + (variable < 0 ? path : path.substring(0, variable) + "*");
  }
}
