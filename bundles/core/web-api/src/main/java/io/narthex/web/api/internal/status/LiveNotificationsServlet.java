// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.web.ClientWatch;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.json.JsonStream;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notifications as server-sent events: those of now, and each that comes or ends, until the
 * client goes. Each client has its request's thread, which looks twice a second.
 */
@Component(service = {Servlet.class, MultiCollector.class})
@HttpWhiteboardServletPattern("/api/v1/notifications/live")
public final class LiveNotificationsServlet extends HttpServlet implements MultiCollector {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(LiveNotificationsServlet.class);
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final transient ServerParts parts;
  private final transient Notifications notifications;
  private final int mostClients;
  private final Semaphore places;
  private final LongAdder sent = new LongAdder();
  private volatile boolean closed;

  /** An endpoint that asks the parts of the server, for as many clients as the flag says. */
  @Activate
  public LiveNotificationsServlet(@Reference ServerParts parts, BundleContext context) {
    this(
        parts,
        Integer.parseInt(
            Objects.requireNonNullElse(
                context.getProperty("narthex.web.max-notifications-subscribers"), "16")));
  }

  LiveNotificationsServlet(ServerParts parts, int mostClients) {
    this.parts = parts;
    this.mostClients = mostClients;
    notifications = new Notifications(parts);
    places = new Semaphore(mostClients);
  }

  /** Lets the clients go. */
  @Deactivate
  public void close() {
    closed = true;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setHeader("Cache-Control", "no-cache");
    if (!places.tryAcquire()) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    try (ClientWatch.Watching _ = parts.watch(request)) {
      response.flushBuffer();
      stream(response.getOutputStream());
    } catch (InterruptedException e) {
      LOG.trace("the client has gone, or the server ends", e);
    } finally {
      places.release();
    }
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    List<Notifications.Notification> told = List.of();
    while (!closed) {
      List<Notifications.Notification> active = notifications.active();
      for (Notifications.Notification notification : told) {
        boolean stays = active.stream().anyMatch(other -> other.text().equals(notification.text()));
        if (!stays) {
          send(out, notification, false);
        }
      }
      for (Notifications.Notification notification : active) {
        if (!told.contains(notification)) {
          send(out, notification, true);
        }
      }
      told = active;
      Thread.sleep(PERIOD);
    }
  }

  private void send(OutputStream out, Notifications.Notification notification, boolean active)
      throws IOException {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
    try (JsonStream json = new JsonStream(event)) {
      NotificationsServlet.write(json, notification, active);
    }
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    event.writeTo(out);
    out.flush();
    sent.increment();
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("prometheus_api_notification_active_subscribers")
            .help("The current number of active notification subscribers.")
            .dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .value(mostClients - places.availablePermits())
                    .build())
            .build(),
        CounterSnapshot.builder()
            .name("prometheus_api_notification_updates_sent")
            .help("Total number of notification updates sent.")
            .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(sent.sum()).build())
            .build());
  }
}
