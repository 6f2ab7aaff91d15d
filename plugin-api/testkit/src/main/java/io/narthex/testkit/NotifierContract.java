// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.notifier.DeliveryResult;
import io.narthex.spi.notifier.Notification;
import io.narthex.spi.notifier.Notifier;
import io.narthex.spi.notifier.NotifierFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the host relies on in a notifier. The receiver is a fake of the author's.
 *
 * @param <C> its configuration
 */
public abstract class NotifierContract<C extends Record>
    extends PluginFactoryContract<NotifierFactory<C>> {

  private static final int GROUPS = 20;
  private static final int MANY_ALERTS = 200;

  @TempDir Path folder;

  /** Returns a configuration that leads to the fake receiver. */
  protected abstract C configuration();

  /** Fails when the receiver has not got the notification, whole. */
  protected abstract void assertReceived(Notification notification) throws Exception;

  /** Makes the receiver unreachable. */
  protected abstract void breakReceiver() throws Exception;

  private Notifier create() {
    return factory().create(configuration(), new TestPluginContext("test", folder));
  }

  private void deliver(Notification notification) throws Exception {
    try (Notifier notifier = create()) {
      assertThat(notifier.send(notification)).isInstanceOf(DeliveryResult.Sent.class);
    }
    assertReceived(notification);
  }

  @Test
  void aFiringAlertIsSent() throws Exception {
    deliver(
        TestNotification.builder()
            .firing(
                Labels.of("alertname", "DiskFull", "instance", "a:9100"),
                Labels.of("summary", "the disk is full"))
            .build());
  }

  @Test
  void anEndedAlertIsSent() throws Exception {
    deliver(
        TestNotification.builder()
            .ended(Labels.of("alertname", "DiskFull"), Labels.of("summary", "the disk was full"))
            .build());
  }

  @Test
  void firingAndEndedAlertsAreSentTogether() throws Exception {
    deliver(
        TestNotification.builder()
            .ended(Labels.of("alertname", "DiskFull", "instance", "a"), Labels.empty())
            .firing(Labels.of("alertname", "DiskFull", "instance", "b"), Labels.empty())
            .truncated(3)
            .build());
  }

  @Test
  void anyTextArrives() throws Exception {
    deliver(
        TestNotification.builder()
            .firing(
                Labels.of("alertname", "Ünïcode \"quoted\" <b> & 火"),
                Labels.of(
                    "summary", "line\nbreak, tab\t, back\\slash, \uD83D\uDD25, \u0001 control"))
            .build());
  }

  @Test
  void manyAlertsAreSent() throws Exception {
    TestNotification.Builder notification = TestNotification.builder();
    for (int i = 0; i < MANY_ALERTS; i++) {
      notification.firing(
          Labels.of("alertname", "Down", "instance", "host-" + i),
          Labels.of("summary", "host " + i + " is down"));
    }
    deliver(notification.build());
  }

  @Test
  void severalGroupsAreSentAtOnce() throws Exception {
    List<Notification> notifications = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      notifications.add(
          TestNotification.builder()
              .firing(Labels.of("alertname", "Group" + i), Labels.of("summary", "group " + i))
              .build());
    }
    try (Notifier notifier = create();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<DeliveryResult>> sends = new ArrayList<>();
      for (Notification notification : notifications) {
        sends.add(() -> notifier.send(notification));
      }
      for (Future<DeliveryResult> result :
          threads.invokeAll(sends, Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        assertThat(result.get()).isInstanceOf(DeliveryResult.Sent.class);
      }
    }
    for (Notification notification : notifications) {
      assertReceived(notification);
    }
  }

  @Test
  void anUnreachableReceiverIsWorthAnotherTry() throws Exception {
    try (Notifier notifier = create()) {
      breakReceiver();
      DeliveryResult result;
      try {
        result =
            notifier.send(
                TestNotification.builder()
                    .firing(Labels.of("alertname", "DiskFull"), Labels.empty())
                    .build());
      } catch (Exception e) {
        // Counts as "retry later" with its message, so it needs one.
        result = new DeliveryResult.RetryLater(String.valueOf(e.getMessage()));
      }
      assertThat(result)
          .isInstanceOfSatisfying(
              DeliveryResult.RetryLater.class,
              later -> assertThat(later.reason()).isNotBlank().isNotEqualTo("null"));
    }
  }

  @Test
  void itCanBeClosedWithoutHavingSent() throws Exception {
    create().close();
  }
}
