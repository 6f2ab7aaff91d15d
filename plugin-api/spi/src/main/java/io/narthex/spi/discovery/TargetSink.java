// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.discovery;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Takes what a discovery found. Safe for several threads; calls return at once. */
@ProviderType
public interface TargetSink {

  /**
   * Replaces all targets of this discovery.
   *
   * @param groups the complete present state; empty when there is no target
   */
  void replaceAll(List<TargetGroup> groups);

  /**
   * Replaces the group with the same {@linkplain TargetGroup#source source}, or adds it; one
   * without targets removes it. For sources that report their changes one by one.
   */
  void update(TargetGroup group);

  /**
   * Reports that the source cannot be read just now. The last good targets stay.
   *
   * @param reason a sentence for the operator
   */
  void failed(String reason);

  /**
   * Reports how long it took to ask the source once, whatever came of it; for discoveries that ask
   * again and again.
   *
   * @since 1.1
   */
  default void refreshed(Duration took) {}
}
