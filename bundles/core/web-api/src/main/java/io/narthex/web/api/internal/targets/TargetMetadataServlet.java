// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import io.narthex.scrape.TargetMetadata;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.web.ApiException;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.series.MatcherSets;
import jakarta.servlet.Servlet;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What targets say of their metric families. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/targets/metadata")
public final class TargetMetadataServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public TargetMetadataServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    int limit = parameters.number("limit", -1);
    String selector = parameters.text("match_target");
    String metric = parameters.text("metric");
    List<Matcher> matchers;
    try {
      matchers = selector.isEmpty() ? List.of() : MatcherSets.selector(parts.text(), selector);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalidParameter("match_target", String.valueOf(e.getMessage()));
    }
    List<TargetMetadata> found = new ArrayList<>();
    for (TargetMetadata entry : parts.targets().metadata()) {
      // The limit ends the list between targets: what one target tells is never cut.
      boolean another = found.isEmpty() || !found.getLast().target().equals(entry.target());
      if (limit >= 0 && found.size() >= limit && another) {
        break;
      }
      if ((metric.isEmpty() || entry.metadata().family().equals(metric))
          && matches(matchers, entry.target())) {
        found.add(entry);
      }
    }
    return Answer.of(
        json -> {
          json.beginArray();
          for (TargetMetadata entry : found) {
            MetricMetadata metadata = entry.metadata();
            json.beginObject().name("target").labels(entry.target());
            if (metric.isEmpty()) {
              json.name("metric").value(metadata.family());
            }
            json.name("type").value(metadata.type().text());
            json.name("help").value(metadata.help());
            json.name("unit").value(metadata.unit()).endObject();
          }
          json.endArray();
        });
  }

  private static boolean matches(List<Matcher> matchers, Labels labels) {
    return matchers.stream().allMatch(m -> MatcherSets.matches(m, labels.get(m.name())));
  }
}
