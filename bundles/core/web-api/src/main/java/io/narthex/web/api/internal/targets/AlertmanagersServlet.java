// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The alert managers that alerts go to: none, since no alerts are made. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/alertmanagers")
public final class AlertmanagersServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  /** An endpoint that asks nobody. */
  public AlertmanagersServlet() {
    super(false);
  }

  @Override
  protected Answer answer(Parameters parameters) {
    return Answer.of(
        json -> {
          json.beginObject().name("activeAlertmanagers").beginArray().endArray();
          json.name("droppedAlertmanagers").beginArray().endArray().endObject();
        });
  }
}
