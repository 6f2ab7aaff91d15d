// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryException;
import io.narthex.web.ApiException;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** An expression in the canonical form. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/format_query")
public final class FormatQueryServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the reader of expressions. */
  @Activate
  public FormatQueryServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    String formatted;
    try {
      formatted = parts.text().format(parameters.text("query"));
    } catch (QueryException e) {
      throw ApiException.invalidParameter("query", String.valueOf(e.getMessage()));
    }
    return Answer.of(json -> json.value(formatted));
  }
}
