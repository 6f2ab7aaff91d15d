// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Takes the route prefix off a request before an endpoint is looked for, so that no endpoint needs
 * to know it. Outside the prefix the root leads to it, and all else is not found.
 */
final class RoutePrefix implements Preprocessor {

  private final String prefix;

  /**
   * For a prefix.
   *
   * @param prefix begins with a slash and does not end with one
   */
  RoutePrefix(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public void init(FilterConfig config) {
    // Nothing to prepare: the prefix is all there is.
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    String uri = asked.getRequestURI();
    if (uri.startsWith(prefix + "/")) {
      chain.doFilter(new Inside(asked, prefix.length()), answer);
    } else if (uri.equals("/") || uri.equals(prefix)) {
      answer.sendRedirect(prefix + "/");
    } else {
      NotFoundServlet.answer(answer);
    }
  }

  @Override
  public void destroy() {
    // Nothing is held.
  }

  /** A request as it would be without the prefix. */
  private static final class Inside extends HttpServletRequestWrapper {

    private final int cut;

    Inside(HttpServletRequest request, int cut) {
      super(request);
      this.cut = cut;
    }

    @Override
    public String getRequestURI() {
      return super.getRequestURI().substring(cut);
    }

    @Override
    public String getServletPath() {
      return cut(super.getServletPath());
    }

    @Override
    public String getPathInfo() {
      return cut(super.getPathInfo());
    }

    private String cut(String path) {
      return path == null || path.length() < cut ? path : path.substring(cut);
    }
  }
}
