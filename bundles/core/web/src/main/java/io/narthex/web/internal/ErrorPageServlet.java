// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.web.ErrorBody;
import io.narthex.web.ErrorType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletErrorPage;

/** Writes the API's error body where a servlet or the container only set a status. */
@Component(service = Servlet.class)
@HttpWhiteboardServletErrorPage(errorPage = {"4xx", "5xx"})
public final class ErrorPageServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    String message =
        request.getAttribute(RequestDispatcher.ERROR_MESSAGE) instanceof String text
                && !text.isBlank()
            ? text
            : "status " + status;
    ErrorBody.write(response, status, type(status).text(), message);
  }

  private static ErrorType type(int status) {
    if (status == HttpServletResponse.SC_NOT_FOUND) {
      return ErrorType.NOT_FOUND;
    }
    return status < 500 ? ErrorType.BAD_DATA : ErrorType.INTERNAL;
  }
}
