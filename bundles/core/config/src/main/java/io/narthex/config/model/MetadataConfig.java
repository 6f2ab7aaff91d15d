// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sending of metadata by remote write.
 *
 * @param send default true
 * @param sendInterval default 1m
 * @param maxSamplesPerSend default 2000
 */
public record MetadataConfig(
    @Nullable Boolean send, Duration sendInterval, @Nullable Integer maxSamplesPerSend) {

  /** Nothing is set. */
  @SuppressWarnings("NullAway") // as the binder does
  public static final MetadataConfig DEFAULT = new MetadataConfig(null, null, null);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public MetadataConfig {
    send = send == null || send;
    sendInterval = Defaults.positive(sendInterval, Duration.ofMinutes(1));
    maxSamplesPerSend = maxSamplesPerSend == null ? 2_000 : maxSamplesPerSend;
  }
}
