// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import io.narthex.web.OwnRequests;
import io.narthex.web.api.internal.ServerParts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warms queries up once after a start, unless {@code --no-query.warm-up} was given. */
@Component(service = WarmUp.class, immediate = true)
public final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final CountDownLatch closed = new CountDownLatch(1);

  /** Begins to wait for rest. */
  @Activate
  public WarmUp(
      BundleContext context, @Reference ServerParts parts, @Reference OwnRequests requests) {
    if (!"false".equals(context.getProperty("narthex.query.warm-up"))) {
      Rehearsal rehearsal =
          new Rehearsal(parts::storageIfAny, requests, new OtherWork(), new WallClock());
      Thread.ofPlatform().daemon().name("warm-up").start(() -> run(rehearsal));
    }
  }

  /** Ends what was begun. */
  @Deactivate
  public void close() {
    closed.countDown();
  }

  private static void run(Rehearsal rehearsal) {
    long begin = System.nanoTime();
    try {
      int asked = rehearsal.run();
      if (asked > 0) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        LOG.info(
            "Queries are warm: {} were asked while the server was at rest, {} s after its start.",
            asked,
            took.toSeconds());
      }
    } catch (IOException e) {
      LOG.warn("Queries were not warmed up: {}", e.getMessage());
    }
  }

  /** Real time, until the component is closed. */
  private final class WallClock implements Clock {

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public boolean pause(Duration time) {
      try {
        return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
