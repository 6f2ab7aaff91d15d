// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import io.narthex.spi.model.Labels;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Label sets of series, sorted. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/series")
public final class SeriesServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the storage engine. */
  @Activate
  public SeriesServlet(@Reference ServerParts parts) {
    super(true);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    SeriesQuery query = SeriesQuery.readWithSelectors(parts, parameters);
    List<Labels> found =
        parts
            .storage()
            .series(query.matcherSets(), query.fromMs(), query.toMs(), query.storageLimit())
            .stream()
            .sorted()
            .toList();
    boolean tooMany = query.limit() > 0 && found.size() > query.limit();
    List<Labels> shown = tooMany ? found.subList(0, query.limit()) : found;
    return new Answer(
        json -> {
          json.beginArray();
          for (Labels labels : shown) {
            json.labels(labels);
          }
          json.endArray();
        },
        tooMany ? List.of(Answer.TRUNCATED) : List.of(),
        List.of());
  }
}
