// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.List;
import java.util.stream.Stream;

/**
 * A flag of Prometheus that sets something which is not here: the Go runtime, the inside of its
 * storage, or a part that is not served. It is accepted, so that a command line written for
 * Prometheus starts Narthex too, and the log says that it does nothing.
 *
 * @param name the name without dashes
 * @param kind what values it takes
 * @param reason why it does nothing
 */
record ForeignFlag(String name, FlagKind kind, String reason) {

  private static final String GO = "the Java machine sizes itself; see NARTHEX_JAVA_OPTS";
  private static final String STORAGE = "the storage engine has no such thing to set";
  private static final String PAGES = "console templates and pages of one's own are not served";
  private static final String RULES = "rules are not evaluated";
  private static final String ALERTS = "no alerts are sent";
  private static final String REMOTE = "remote read is not served, and remote write only received";
  private static final String RECEIVER = "remote write of version 1 is all that is received";

  /** All of them. */
  static final List<ForeignFlag> ALL =
      Stream.of(
              of(GO, FlagKind.BOOLEAN, "auto-gomaxprocs", "auto-gomemlimit"),
              of(GO, FlagKind.TEXT, "auto-gomemlimit.ratio"),
              of(GO, FlagKind.DURATION, "auto-gomemlimit.refresh-interval"),
              of(
                  STORAGE,
                  FlagKind.DURATION,
                  "storage.tsdb.min-block-duration",
                  "storage.tsdb.max-block-duration",
                  "storage.tsdb.block-reload-interval"),
              of(
                  STORAGE,
                  FlagKind.SIZE,
                  "storage.tsdb.max-block-chunk-segment-size",
                  "storage.tsdb.wal-segment-size"),
              of(
                  STORAGE,
                  FlagKind.BOOLEAN,
                  "storage.tsdb.no-lockfile",
                  "storage.tsdb.allow-overlapping-compaction",
                  "storage.tsdb.wal-compression"),
              of(
                  STORAGE,
                  FlagKind.TEXT,
                  "storage.tsdb.wal-compression-type",
                  "storage.tsdb.head-chunks-write-queue-size",
                  "storage.tsdb.samples-per-chunk",
                  "storage.tsdb.delayed-compaction.max-percent",
                  "storage.tsdb.delay-compact-file.path"),
              of(
                  PAGES,
                  FlagKind.TEXT,
                  "web.console.templates",
                  "web.console.libraries",
                  "web.user-assets",
                  "web.page-title"),
              of(
                  RULES,
                  FlagKind.DURATION,
                  "rules.alert.for-outage-tolerance",
                  "rules.alert.for-grace-period",
                  "rules.alert.resend-delay"),
              of(RULES, FlagKind.COUNT, "rules.max-concurrent-evals"),
              of(
                  ALERTS,
                  FlagKind.COUNT,
                  "alertmanager.notification-queue-capacity",
                  "alertmanager.notification-batch-size"),
              of(ALERTS, FlagKind.BOOLEAN, "alertmanager.drain-notification-queue-on-shutdown"),
              of(REMOTE, FlagKind.DURATION, "storage.remote.flush-deadline"),
              of(
                  REMOTE,
                  FlagKind.TEXT,
                  "storage.remote.read-sample-limit",
                  "storage.remote.read-concurrent-limit",
                  "storage.remote.read-max-bytes-in-frame"),
              of(RECEIVER, FlagKind.BOOLEAN, "web.enable-otlp-receiver"),
              of(RECEIVER, FlagKind.NAMES, "web.remote-write-receiver.accepted-protobuf-messages"),
              of("there is no search API", FlagKind.COUNT, "web.search.max-limit"))
          .flatMap(List::stream)
          .toList();

  private static List<ForeignFlag> of(String reason, FlagKind kind, String... names) {
    return Stream.of(names).map(name -> new ForeignFlag(name, kind, reason)).toList();
  }
}
