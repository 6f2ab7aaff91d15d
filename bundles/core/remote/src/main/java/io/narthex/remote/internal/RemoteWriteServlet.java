// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote write receiver, protocol 1.0. Answers with status 204 when all is stored, 400 when
 * samples were refused, 500 when the storage failed, 503 while there is none; senders repeat what
 * was answered with 5xx.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/v1/write")
public final class RemoteWriteServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteServlet.class);

  /** Work spaces that have grown beyond this are not kept. */
  private static final int MAX_KEPT_BYTES = 4 * 1024 * 1024;

  private final boolean enabled;
  private final transient ReceiverMetrics metrics;
  private final transient InstantSource clock;
  private final transient ConcurrentLinkedQueue<WorkSpace> workSpaces =
      new ConcurrentLinkedQueue<>();
  private final transient ScheduledExecutorService sweeper;
  private transient volatile @Nullable Receiver receiver;
  private transient @Nullable StorageEngine storage;

  /** What one request needs. */
  private static final class WorkSpace {
    private final RequestBody body = new RequestBody();
    private final Receiver.Session session = new Receiver.Session();
  }

  /** A receiver that the flag switches on. */
  @Activate
  public RemoteWriteServlet(BundleContext context, @Reference ReceiverMetrics metrics) {
    this(
        Boolean.parseBoolean(context.getProperty("narthex.web.enable-remote-write-receiver")),
        metrics,
        InstantSource.system());
  }

  RemoteWriteServlet(boolean enabled, ReceiverMetrics metrics, InstantSource clock) {
    this.enabled = enabled;
    this.metrics = metrics;
    this.clock = clock;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("remote-write-sweep").factory());
    sweeper.scheduleWithFixedDelay(() -> sweep(Receiver::dropIdle), 1, 1, TimeUnit.MINUTES);
    sweeper.scheduleWithFixedDelay(() -> sweep(Receiver::dropEnded), 1, 1, TimeUnit.SECONDS);
  }

  /** Takes a storage engine; series are looked up anew in it. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public synchronized void setStorage(StorageEngine engine) {
    close(receiver);
    storage = engine;
    receiver = new Receiver(engine, clock, metrics);
  }

  /** Lets a storage engine go, unless another has taken its place. */
  public synchronized void unsetStorage(StorageEngine engine) {
    if (storage == engine) {
      close(receiver);
      storage = null;
      receiver = null;
    }
  }

  /** Ends the receiver. */
  @Deactivate
  public synchronized void close() {
    sweeper.shutdownNow();
    close(receiver);
    receiver = null;
  }

  private static void close(@Nullable Receiver old) {
    if (old != null) {
      try {
        old.close();
      } catch (RuntimeException e) {
        LOG.warn("Row writers of remote write did not close: {}", e.getMessage());
      }
    }
  }

  private void sweep(Consumer<Receiver> work) {
    Receiver present = receiver;
    if (present != null) {
      try {
        work.accept(present);
      } catch (RuntimeException e) {
        LOG.warn("Series that are not sent any more could not be given back", e);
      }
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!enabled) {
      tell(
          response,
          HttpServletResponse.SC_NOT_FOUND,
          "remote write receiver needs to be enabled with --web.enable-remote-write-receiver");
      return;
    }
    Receiver present = receiver;
    if (present == null) {
      tellUnavailable(response);
      return;
    }
    WorkSpace work = workSpaces.poll();
    if (work == null) {
      work = new WorkSpace();
    }
    try {
      ContentTypes.check(request.getContentType(), request.getHeader("Content-Encoding"));
      work.body.read(request.getInputStream());
      if (present.take(work.session, work.body.message(), work.body.length())) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      } else {
        tellUnavailable(response);
      }
    } catch (BadRequestException e) {
      tell(response, e.status(), String.valueOf(e.getMessage()));
    } catch (StorageException e) {
      tell(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, String.valueOf(e.getMessage()));
    } finally {
      if (work.body.capacity() <= MAX_KEPT_BYTES) {
        workSpaces.add(work);
      }
    }
  }

  private static void tellUnavailable(HttpServletResponse response) throws IOException {
    tell(
        response,
        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        "the storage engine is not there yet; send again");
  }

  private static void tell(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
