// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.web.RateLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestBucketTest {

  private final AtomicLong clock = new AtomicLong(5);

  @Test
  void letsABurstThroughAndThenOneEachInterval() {
    RequestBucket bucket = bucket(3, Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.take()).isTrue();
    }
    assertThat(bucket.take()).isFalse();
    clock.addAndGet(999_999_999);
    assertThat(bucket.take()).isFalse();
    clock.addAndGet(1);
    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isFalse();
    clock.addAndGet(Duration.ofDays(400).toNanos());
    for (int i = 0; i < 3; i++) {
      assertThat(bucket.take()).isTrue();
    }
    assertThat(bucket.take()).isFalse();
  }

  @Test
  void letsAllThroughWithoutAnInterval() {
    RequestBucket bucket = bucket(0, Duration.ZERO);
    for (int i = 0; i < 1_000; i++) {
      assertThat(bucket.take()).isTrue();
    }
  }

  private RequestBucket bucket(int burst, Duration interval) {
    return new RequestBucket(new RateLimit(burst, interval), clock::get);
  }
}
