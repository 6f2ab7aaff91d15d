// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.web.json.JsonStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of {@code /api/v1}: reads parameters, asks a service, answers in the API's envelope.
 * What cannot be answered flies as an {@link io.narthex.web.ApiException}.
 */
public abstract class ApiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final boolean takesForms;

  /**
   * An endpoint.
   *
   * @param takesForms whether parameters may come as a form by POST, besides GET
   */
  protected ApiServlet(boolean takesForms) {
    this.takesForms = takesForms;
  }

  /**
   * Answers a request.
   *
   * @return null when there is nothing to say: status 204
   */
  protected abstract @Nullable Answer answer(Parameters parameters) throws IOException;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    respond(request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (takesForms) {
      respond(request, response);
    } else {
      response.sendError(
          HttpServletResponse.SC_METHOD_NOT_ALLOWED, "this endpoint takes GET requests only");
    }
  }

  /** Answers a request of any method. */
  protected final void respond(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer = answer(new Parameters(request));
    if (answer == null) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType("application/json");
    try (JsonStream json = new JsonStream(response.getOutputStream())) {
      json.beginObject().name("status").value("success").name("data");
      answer.data().write(json);
      if (!answer.warnings().isEmpty()) {
        json.name("warnings").texts(answer.warnings());
      }
      if (!answer.infos().isEmpty()) {
        json.name("infos").texts(answer.infos());
      }
      json.endObject();
    }
  }
}
