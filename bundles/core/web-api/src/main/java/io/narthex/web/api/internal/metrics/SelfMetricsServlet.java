// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.config.relabel.Regex;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Answer;
import io.narthex.web.api.internal.ApiServlet;
import io.narthex.web.api.internal.Parameters;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import jakarta.servlet.Servlet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The server's own metrics as JSON; {@code metric_name_pattern} is a regular expression for the
 * whole name of a family.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/status/self_metrics")
public final class SelfMetricsServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient OwnMetrics metrics;

  /** An endpoint for what is gathered. */
  @Activate
  public SelfMetricsServlet(@Reference OwnMetrics metrics) {
    super(false);
    this.metrics = metrics;
  }

  @Override
  protected Answer answer(Parameters parameters) {
    Regex wanted = pattern(parameters.text("metric_name_pattern"));
    List<MetricSnapshot> families =
        metrics.gather().stream()
            .filter(family -> wanted == null || wanted.matches(FamilyJson.name(family)))
            .toList();
    return Answer.of(
        json -> {
          json.beginArray();
          for (MetricSnapshot family : families) {
            FamilyJson.write(json, family);
          }
          json.endArray();
        });
  }

  private static @Nullable Regex pattern(String text) {
    try {
      return text.isEmpty() ? null : Regex.of(text);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ErrorType.BAD_DATA, "invalid metric_name_pattern: " + e.getMessage(), e);
    }
  }
}
