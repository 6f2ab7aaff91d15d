// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.List;
import java.util.stream.Stream;

/**
 * A flag of Prometheus that sets something which is not here: the Go runtime, or the inside of its
 * storage. It is accepted, so that a command line written for Prometheus starts Narthex too, and
 * the log says that it does nothing.
 *
 * @param name the name without dashes
 * @param kind what values it takes
 * @param reason why it does nothing
 */
record ForeignFlag(String name, FlagKind kind, String reason) {

  private static final String GO = "the Java machine sizes itself; see NARTHEX_JAVA_OPTS";
  private static final String STORAGE = "the storage engine has no such thing to set";

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
                  "storage.tsdb.allow-overlapping-compaction",
                  "storage.tsdb.wal-compression"),
              of(
                  STORAGE,
                  FlagKind.TEXT,
                  "storage.tsdb.wal-compression-type",
                  "storage.tsdb.head-chunks-write-queue-size",
                  "storage.tsdb.samples-per-chunk",
                  "storage.tsdb.delayed-compaction.max-percent"))
          .flatMap(List::stream)
          .toList();

  private static List<ForeignFlag> of(String reason, FlagKind kind, String... names) {
    return Stream.of(names).map(name -> new ForeignFlag(name, kind, reason)).toList();
  }
}
