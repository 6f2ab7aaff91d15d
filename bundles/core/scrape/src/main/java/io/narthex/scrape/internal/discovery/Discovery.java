// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.spi.discovery.TargetGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One source of a job's targets. Safe for several threads. */
public interface Discovery extends AutoCloseable {

  /**
   * Something that hinders a source.
   *
   * @param waiting whether it will be well by itself once a plug-in or exporter arrives
   * @param reason a sentence for the operator
   */
  record Problem(boolean waiting, String reason) {}

  /** Returns the last good target groups. */
  List<TargetGroup> groups();

  /** Returns what hinders the source, or null. */
  @Nullable Problem problem();

  /** Ends the source. */
  @Override
  void close();
}
