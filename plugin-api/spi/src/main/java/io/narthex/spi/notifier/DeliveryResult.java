// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.notifier;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one attempt to deliver went. */
public sealed interface DeliveryResult {

  /** The receiver has it. */
  record Sent() implements DeliveryResult {}

  /**
   * Not now: trying again may help.
   *
   * @param reason a sentence for the operator
   * @param after how long the receiver asked to wait, or null when it did not say
   */
  record RetryLater(String reason, @Nullable Duration after) implements DeliveryResult {

    public RetryLater {
      Objects.requireNonNull(reason, "reason");
    }

    /** Not now, and the receiver named no time. */
    public RetryLater(String reason) {
      this(reason, null);
    }
  }

  /**
   * Never: the same notification would be refused again.
   *
   * @param reason a sentence for the operator
   */
  record Rejected(String reason) implements DeliveryResult {

    public Rejected {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
