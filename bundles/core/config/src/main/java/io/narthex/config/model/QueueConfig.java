// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Key;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Batching and retries of a remote write.
 *
 * @param capacity samples buffered per shard, default 10000
 * @param maxShards default 50
 * @param minShards default 1
 * @param maxSamplesPerSend default 2000
 * @param batchSendDeadline the longest wait for a full batch, default 5s
 * @param minBackoff the first pause before a retry, default 30ms
 * @param maxBackoff the longest, default 5s
 * @param retryOnHttp429 whether a rate limit is waited for
 * @param sampleAgeLimit samples older than this are dropped, zero for never
 */
public record QueueConfig(
    @Nullable Integer capacity,
    @Nullable Integer maxShards,
    @Nullable Integer minShards,
    @Nullable Integer maxSamplesPerSend,
    Duration batchSendDeadline,
    Duration minBackoff,
    Duration maxBackoff,
    @Key("retry_on_http_429") boolean retryOnHttp429,
    Duration sampleAgeLimit) {

  /** Nothing is set. */
  @SuppressWarnings("NullAway") // as the binder does
  public static final QueueConfig DEFAULT =
      new QueueConfig(null, null, null, null, null, null, null, false, null);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public QueueConfig {
    capacity = positive("capacity", capacity, 10_000);
    maxShards = positive("max_shards", maxShards, 50);
    minShards = positive("min_shards", minShards, 1);
    maxSamplesPerSend = positive("max_samples_per_send", maxSamplesPerSend, 2_000);
    batchSendDeadline = batchSendDeadline == null ? Duration.ofSeconds(5) : batchSendDeadline;
    minBackoff = minBackoff == null ? Duration.ofMillis(30) : minBackoff;
    maxBackoff = maxBackoff == null ? Duration.ofSeconds(5) : maxBackoff;
    sampleAgeLimit = sampleAgeLimit == null ? Duration.ZERO : sampleAgeLimit;
    if (minShards > maxShards) {
      throw new InvalidKeyException(
          "min_shards", "remote write queue min_shards must not be greater than max_shards");
    }
    if (maxBackoff.compareTo(minBackoff) < 0) {
      throw new InvalidKeyException(
          "max_backoff", "remote write queue max_backoff must not be less than min_backoff");
    }
  }

  private static Integer positive(String key, @Nullable Integer value, int fallback) {
    if (value != null && value <= 0) {
      throw new InvalidKeyException(key, "remote write queue " + key + " must be positive");
    }
    return value == null ? fallback : value;
  }
}
