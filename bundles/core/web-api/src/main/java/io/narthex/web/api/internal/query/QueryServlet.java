// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryEngine;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Evaluates an expression at one time. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/query")
public final class QueryServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the query engine. */
  @Activate
  public QueryServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    long time = parameters.time("time", System.currentTimeMillis());
    QueryRequest query = QueryRequest.read(parameters);
    QueryEngine engine = parts.queries();
    return query.answer(
        parts,
        parameters.request(),
        () -> engine.instant(query.expression(), time, query.options()));
  }
}
