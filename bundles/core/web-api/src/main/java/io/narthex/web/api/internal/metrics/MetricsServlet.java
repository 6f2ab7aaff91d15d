// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.exposition.MetricsWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The server's own metrics, in the format that the scraper asks for. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/metrics")
public final class MetricsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient OwnMetrics metrics;

  /** An endpoint that shows what was gathered. */
  @Activate
  public MetricsServlet(@Reference OwnMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    MetricsWriter writer = MetricsWriter.forAccept(request.getHeader("Accept"));
    response.setContentType(writer.contentType());
    MetricSnapshots gathered = metrics.gather();
    try (OutputStream out = AnswerBody.open(request, response)) {
      writer.write(out, gathered);
    }
  }
}
