// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.notifier;

import io.narthex.spi.model.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One alert of a notification.
 *
 * @param labels the alert's identity
 * @param annotations its descriptive texts
 * @param startsAt when it began to fire
 * @param endsAt when it ended, or null while it fires
 * @param generatorUrl where it can be looked at, or empty
 * @param fingerprint the hash of its labels, 16 hexadecimal digits
 */
public record Alert(
    Labels labels,
    Labels annotations,
    Instant startsAt,
    @Nullable Instant endsAt,
    String generatorUrl,
    String fingerprint) {

  /** Returns whether the alert has ended. */
  public boolean resolved() {
    return endsAt != null;
  }
}
