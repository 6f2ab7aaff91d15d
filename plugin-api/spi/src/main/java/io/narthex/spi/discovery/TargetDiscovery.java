// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.discovery;

import org.osgi.annotation.versioning.ConsumerType;

/** Finds targets, and keeps finding them until it is told to stop. */
@ConsumerType
public interface TargetDiscovery {

  /**
   * Watches the source and tells the sink of each change, until the thread is interrupted. Called
   * once, on a virtual thread of its own. To poll, loop over look-up and sleep.
   *
   * <p>When it throws anything but {@link InterruptedException}, the host keeps the last good
   * targets, shows the message and calls a fresh instance after a growing pause. Failures that pass
   * should be told by {@link TargetSink#failed} instead.
   *
   * @param sink where the targets go; safe for several threads
   * @throws InterruptedException when interrupted, the regular end; return within a second
   * @throws Exception when the source cannot be used
   */
  void run(TargetSink sink) throws Exception;
}
