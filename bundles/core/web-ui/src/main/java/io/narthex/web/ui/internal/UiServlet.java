// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the app's files and pages. It is the server's default servlet: it gets what no endpoint of
 * another bundle takes, and answers 404 to what is neither file nor page.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("narthex-web-ui")
@HttpWhiteboardServletPattern("/")
public final class UiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Where the built files lie in the bundle. */
  private static final String FOLDER = "/ui/";

  /** Scripts come from this server only; styles may be inline, as the editor makes its own. */
  private static final String PAGE_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
          + "object-src 'none'; base-uri 'self'; form-action 'self'";

  private final transient UiRoutes routes;

  /**
   * Starts with the files of this bundle.
   *
   * @throws IOException if the bundle has no readable catalogue of its files
   */
  @Activate
  public UiServlet() throws IOException {
    try (InputStream catalogue = open("catalogue.tsv")) {
      routes = new UiRoutes(UiCatalogue.read(catalogue));
    }
  }

  private static InputStream open(String path) throws IOException {
    InputStream in = UiServlet.class.getResourceAsStream(FOLDER + path);
    if (in == null) {
      throw new FileNotFoundException("The bundle web-ui carries no file " + FOLDER + path + ".");
    }
    return in;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, true);
  }

  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response, false);
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, boolean withBody)
      throws IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    switch (routes.answer(pathOf(request))) {
      case UiAnswer.Content(UiFile file) -> send(file, request, response, withBody);
      case UiAnswer.Moved(String path) -> move(path, request, response);
      case UiAnswer.Missing() -> miss(response, withBody);
    }
  }

  /** Returns the decoded path below the server's root, whichever way the container splits it. */
  private static String pathOf(HttpServletRequest request) {
    String rest = request.getPathInfo();
    String path = rest == null ? request.getServletPath() : request.getServletPath() + rest;
    // A container may map the root itself to an empty path; the address tells whether it had its
    // slash.
    return path.isEmpty() && request.getRequestURI().endsWith("/") ? "/" : path;
  }

  private static void send(
      UiFile file, HttpServletRequest request, HttpServletResponse response, boolean withBody)
      throws IOException {
    boolean packed =
        file.hasPacked() && Conditions.acceptsGzip(request.getHeader("Accept-Encoding"));
    String etag = file.etag(packed);
    response.setHeader("Cache-Control", file.cacheControl());
    response.setHeader("ETag", etag);
    if (file.hasPacked()) {
      response.setHeader("Vary", "Accept-Encoding");
    }
    if (Conditions.has(request.getHeader("If-None-Match"), etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(file.type());
    if (file.isPage()) {
      response.setHeader("Content-Security-Policy", PAGE_POLICY);
    }
    if (packed) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentLength(packed ? file.packedSize() : file.size());
    if (withBody) {
      try (InputStream in = open(packed ? file.path() + ".gz" : file.path())) {
        in.transferTo(response.getOutputStream());
      }
    }
  }

  private static void move(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    response.sendRedirect(request.getContextPath() + path + (query == null ? "" : "?" + query));
  }

  private static void miss(HttpServletResponse response, boolean withBody) throws IOException {
    byte[] body =
        "There is neither an endpoint nor a page at this path.\n".getBytes(StandardCharsets.UTF_8);
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength(body.length);
    if (withBody) {
      response.getOutputStream().write(body);
    }
  }
}
