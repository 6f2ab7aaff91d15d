// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryEngine;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Evaluates an expression at each step of a time range. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/query_range")
public final class QueryRangeServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  /** Enough for a week in steps of 60 s, or a year in steps of an hour. */
  private static final long MAX_POINTS = 11_000;

  private final transient ServerParts parts;

  /** An endpoint that asks the query engine. */
  @Activate
  public QueryRangeServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    long start = parameters.time("start");
    long end = parameters.time("end");
    if (end < start) {
      throw ApiException.invalidParameter("end", "end timestamp must not be before start time");
    }
    Duration step = parameters.duration("step");
    if (step.toMillis() <= 0) {
      throw ApiException.invalidParameter(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if ((end - start) / step.toMillis() > MAX_POINTS) {
      throw new ApiException(
          ErrorType.BAD_DATA,
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    QueryRequest query = QueryRequest.read(parameters);
    QueryEngine engine = parts.queries();
    return query.answer(
        parts,
        parameters.request(),
        () -> engine.range(query.expression(), start, end, step.toMillis(), query.options()));
  }
}
