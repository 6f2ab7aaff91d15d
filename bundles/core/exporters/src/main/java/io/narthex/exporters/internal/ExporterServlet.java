// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.exporters.ExporterInstance;
import io.narthex.exporters.ExporterInstances;
import io.narthex.exposition.MetricsWriter;
import io.narthex.plugins.PluginCallException;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /exporters/<name>/metrics}: an instance's metrics for scrapers outside, in the format
 * that they ask for. The deadline is the scraper's own, by its header {@code
 * X-Prometheus-Scrape-Timeout-Seconds}, less the time of the way back.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/exporters/*")
public final class ExporterServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
  private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(5);
  private static final Duration WAY_BACK = Duration.ofMillis(50);

  private final transient ExporterInstances instances;

  /** Serves the instances. */
  @Activate
  public ExporterServlet(@Reference ExporterInstances instances) {
    this.instances = instances;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    String name =
        path.startsWith("/") && path.endsWith("/metrics") && path.length() > "/metrics".length()
            ? path.substring(1, path.length() - "/metrics".length())
            : "";
    if (instances.instances().stream().noneMatch(instance -> instance.name().equals(name))) {
      notFound(response);
      return;
    }
    MetricSnapshots snapshots;
    try {
      snapshots = instances.collect(name, deadline(request));
    } catch (PluginCallException e) {
      text(response, 503, String.valueOf(e.getMessage()));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      text(response, 503, "the server is stopping");
      return;
    }
    MetricsWriter writer = MetricsWriter.forAccept(request.getHeader("Accept"));
    response.setContentType(writer.contentType());
    writer.write(response.getOutputStream(), snapshots);
  }

  private void notFound(HttpServletResponse response) throws IOException {
    List<String> names = instances.instances().stream().map(ExporterInstance::name).toList();
    text(
        response,
        404,
        "no such exporter; ask for /exporters/<name>/metrics with one of: "
            + String.join(", ", names));
  }

  private static void text(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Duration deadline(HttpServletRequest request) {
    String header = request.getHeader("X-Prometheus-Scrape-Timeout-Seconds");
    if (header == null) {
      return DEFAULT_DEADLINE;
    }
    double seconds;
    try {
      seconds = Double.parseDouble(header);
    } catch (NumberFormatException e) {
      return DEFAULT_DEADLINE;
    }
    if (!(seconds > 0)) {
      return DEFAULT_DEADLINE;
    }
    Duration asked = Duration.ofMillis((long) Math.min(seconds * 1e3, LONGEST_DEADLINE.toMillis()));
    return asked.compareTo(WAY_BACK.multipliedBy(2)) > 0 ? asked.minus(WAY_BACK) : asked;
  }
}
