// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.QueryException;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.SeriesExemplars;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.Times;
import jakarta.servlet.Servlet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The exemplars of the series that an expression selects. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/query_exemplars")
public final class QueryExemplarsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the reader of expressions and the storage engine. */
  @Activate
  public QueryExemplarsServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected @Nullable Answer answer(Parameters parameters) {
    long start = parameters.time("start", Times.MIN);
    long end = parameters.time("end", Times.MAX);
    if (end < start) {
      throw new ApiException(
          ErrorType.BAD_DATA, "end timestamp must not be before start timestamp");
    }
    List<List<Matcher>> selectors;
    try {
      selectors = parts.text().selectors(parameters.text("query"));
    } catch (QueryException e) {
      throw new ApiException(ErrorType.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
    if (selectors.isEmpty()) {
      return null;
    }
    List<SeriesExemplars> found = parts.storage().exemplars(selectors, start, end);
    return Answer.of(
        json -> {
          json.beginArray();
          for (SeriesExemplars series : found) {
            json.beginObject().name("seriesLabels").labels(series.series());
            json.name("exemplars").beginArray();
            for (Exemplar exemplar : series.exemplars()) {
              json.beginObject().name("labels").labels(exemplar.labels());
              json.name("value").sampleValue(exemplar.value());
              json.name("timestamp").timestamp(exemplar.timestampMs()).endObject();
            }
            json.endArray().endObject();
          }
          json.endArray();
        });
  }
}
