// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.admin;

import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An endpoint that changes stored data, by POST or PUT, when the flag allows it. */
abstract class AdminServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final boolean enabled;

  AdminServlet(UnaryOperator<@Nullable String> property) {
    super(true);
    this.enabled = Boolean.parseBoolean(property.apply("narthex.web.enable-admin-api"));
  }

  /** Makes the change; null is answered with status 204. */
  protected abstract @Nullable Answer change(Parameters parameters) throws IOException;

  @Override
  protected final @Nullable Answer answer(Parameters parameters) throws IOException {
    if (!enabled) {
      throw new ApiException(ErrorType.UNAVAILABLE, "admin APIs disabled");
    }
    return change(parameters);
  }

  @Override
  protected final void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendError(
        HttpServletResponse.SC_METHOD_NOT_ALLOWED, "this endpoint takes POST and PUT requests");
  }

  @Override
  protected final void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    respond(request, response);
  }
}
