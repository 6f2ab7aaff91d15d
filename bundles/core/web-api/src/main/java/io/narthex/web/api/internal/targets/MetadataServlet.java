// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.targets;

import io.narthex.scrape.TargetMetadata;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import jakarta.servlet.Servlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** What is known of metric families, by name. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/metadata")
public final class MetadataServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient ServerParts parts;

  /** An endpoint that asks the parts of the server. */
  @Activate
  public MetadataServlet(@Reference ServerParts parts) {
    super(false);
    this.parts = parts;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    int limit = parameters.number("limit", -1);
    int limitPerMetric = parameters.number("limit_per_metric", -1);
    String metric = parameters.text("metric");
    Map<String, List<MetricMetadata>> families = new TreeMap<>();
    for (TargetMetadata entry : parts.targets().metadata()) {
      MetricMetadata metadata = entry.metadata();
      if (metric.isEmpty() || metric.equals(metadata.family())) {
        List<MetricMetadata> known =
            families.computeIfAbsent(metadata.family(), k -> new ArrayList<>());
        if (!known.contains(metadata) && (limitPerMetric <= 0 || known.size() < limitPerMetric)) {
          known.add(metadata);
        }
      }
    }
    List<Map.Entry<String, List<MetricMetadata>>> shown =
        families.entrySet().stream().limit(limit < 0 ? Long.MAX_VALUE : limit).toList();
    return Answer.of(
        json -> {
          json.beginObject();
          for (Map.Entry<String, List<MetricMetadata>> family : shown) {
            json.name(family.getKey()).beginArray();
            for (MetricMetadata metadata : family.getValue()) {
              json.beginObject().name("type").value(metadata.type().text());
              json.name("help").value(metadata.help());
              json.name("unit").value(metadata.unit()).endObject();
            }
            json.endArray();
          }
          json.endObject();
        });
  }
}
