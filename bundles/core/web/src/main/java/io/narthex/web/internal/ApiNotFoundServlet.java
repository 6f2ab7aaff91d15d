// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers paths below {@code /api} that no other servlet takes. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/*")
@ServiceRanking(Integer.MIN_VALUE)
public final class ApiNotFoundServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    throw new ApiException(ErrorType.NOT_FOUND, "there is no endpoint " + request.getRequestURI());
  }
}
