// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.config.ConfigService;
import io.narthex.config.ReloadStatus;
import io.narthex.web.api.internal.ServerParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the operator should know of the server just now, in upstream's words. */
final class Notifications {

  private static final String STARTING =
      "Prometheus is starting and replaying the write-ahead log (WAL).";
  private static final String RELOAD_FAILED = "Configuration reload has failed.";

  private final ServerParts parts;
  private final Instant begun = Instant.now();

  Notifications(ServerParts parts) {
    this.parts = parts;
  }

  /**
   * A notification.
   *
   * @param date since when it counts
   */
  record Notification(String text, Instant date) {}

  /** Returns those that count now. */
  List<Notification> active() {
    List<Notification> out = new ArrayList<>();
    if (parts.storageIfAny() == null) {
      out.add(new Notification(STARTING, begun));
    }
    ConfigService configuration = parts.configurationIfAny();
    if (configuration != null) {
      ReloadStatus status = configuration.status();
      if (!status.successful()) {
        Instant when = Objects.requireNonNullElse(status.lastAttempt(), begun);
        out.add(new Notification(RELOAD_FAILED, when));
      }
    }
    return out;
  }
}
