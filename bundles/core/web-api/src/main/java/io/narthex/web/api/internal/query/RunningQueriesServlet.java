// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryOrigin;
import io.narthex.promql.RunningQuery;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.json.JsonStream;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /api/v1/queries}: the queries that run or wait now, the oldest first. {@code DELETE
 * /api/v1/queries/<id>}: ends one; who asked it is told that it was cancelled. Not endpoints of
 * upstream.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/v1/queries", "/api/v1/queries/*"})
public final class RunningQueriesServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the query engine. */
  @Activate
  public RunningQueriesServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    boolean cancel = parameters.request().getMethod().equals("DELETE");
    return cancel ? cancelled(parameters.rest()) : list(parameters.rest());
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    respond(request, response);
  }

  private Answer cancelled(String id) {
    long number;
    try {
      number = Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new ApiException(
          ErrorType.BAD_DATA, "the path ends with the id of a query, as in /api/v1/queries/7", e);
    }
    if (!parts.running().cancel(number)) {
      throw new ApiException(
          ErrorType.NOT_FOUND, "no query " + number + " runs; it may have ended");
    }
    return Answer.of(json -> json.beginObject().name("cancelled").value(number).endObject());
  }

  private Answer list(String rest) {
    if (!rest.isEmpty()) {
      throw new ApiException(
          ErrorType.NOT_FOUND, "GET /api/v1/queries lists all; DELETE ends the one named");
    }
    List<RunningQuery> queries = parts.running().running();
    return Answer.of(
        json -> {
          json.beginArray();
          for (RunningQuery query : queries) {
            write(json, query);
          }
          json.endArray();
        });
  }

  private static void write(JsonStream json, RunningQuery query) throws IOException {
    json.beginObject().name("id").value(query.id());
    json.name("query").value(query.expression());
    json.name("start").timestamp(query.startMs());
    json.name("end").timestamp(query.endMs());
    json.name("step").timestamp(query.stepMs());
    json.name("state").value(query.queued() ? "queued" : "running");
    json.name("since").value(query.since().toString());
    json.name("durationSeconds").number(query.duration().toNanos() / 1e9);
    json.name("samples").value(query.samples());
    json.name("bytes").value(query.bytes());
    json.name("peakBytes").value(query.peakBytes());
    switch (query.origin()) {
      case QueryOrigin.Http http -> {
        json.name("client").value(http.clientAddress());
        json.name("path").value(http.path());
      }
      case QueryOrigin.Rule rule -> {
        json.name("ruleFile").value(rule.file());
        json.name("ruleGroup").value(rule.group());
      }
      case QueryOrigin.Internal _, QueryOrigin.WarmUp _ -> json.name("client").value("");
    }
    json.endObject();
  }
}
