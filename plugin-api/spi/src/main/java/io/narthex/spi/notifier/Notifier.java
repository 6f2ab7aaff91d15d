// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.notifier;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Delivers notifications to one receiver.
 *
 * <p>The host groups, deduplicates, retries with back-off, limits the rate and logs; a notifier
 * makes one attempt and says how it went. Calls come on virtual threads, possibly several at once
 * for different groups, and are interrupted at their deadline.
 */
@ConsumerType
public interface Notifier extends AutoCloseable {

  /**
   * Makes one attempt.
   *
   * @param notification what to say
   * @return how it went; an exception counts as {@link DeliveryResult.RetryLater} with its message
   * @throws Exception on any trouble on the way
   */
  DeliveryResult send(Notification notification) throws Exception;

  /** Releases what the instance holds. Called once, after the last {@link #send} has returned. */
  @Override
  default void close() throws Exception {}
}
