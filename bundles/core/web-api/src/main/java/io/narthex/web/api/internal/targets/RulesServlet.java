// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The rule groups: none, since no rules are evaluated. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/rules")
public final class RulesServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  /** An endpoint that asks nobody. */
  public RulesServlet() {
    super(false);
  }

  @Override
  protected Answer answer(Parameters parameters) {
    return Answer.of(json -> json.beginObject().name("groups").beginArray().endArray().endObject());
  }
}
