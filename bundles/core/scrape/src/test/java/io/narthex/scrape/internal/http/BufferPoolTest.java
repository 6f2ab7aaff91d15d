// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

  private final AtomicLong clock = new AtomicLong();
  private final BufferPool pool = new BufferPool(clock::get);

  @Test
  void keepsAsManyBuffersAsAreUsedAtTheSameTime() {
    Set<BodyBuffer> first = overlapping(5);
    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(overlapping(5)).isEqualTo(first);
    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(overlapping(5)).isEqualTo(first);
  }

  @Test
  void dropsWhatAWholePeriodDidWithout() {
    Set<BodyBuffer> peak = overlapping(16);
    // The period of the peak ends, then one passes in which two were enough.
    for (int i = 0; i < 3; i++) {
      clock.addAndGet(TimeUnit.SECONDS.toNanos(20));
      overlapping(2);
    }
    Set<BodyBuffer> again = overlapping(16);
    again.retainAll(peak);
    assertThat(again).hasSize(2);
  }

  @Test
  void keepsEightMegabytesAtMost() {
    Set<BodyBuffer> large = buffers(4);
    large.forEach(buffer -> buffer.room(3 << 20));
    large.forEach(pool::give);
    Set<BodyBuffer> again = buffers(4);
    again.retainAll(large);
    assertThat(again).hasSize(2);
  }

  /** Takes buffers for scrapes at the same time, and gives them back. */
  private Set<BodyBuffer> overlapping(int count) {
    Set<BodyBuffer> taken = buffers(count);
    taken.forEach(pool::give);
    return taken;
  }

  private Set<BodyBuffer> buffers(int count) {
    Set<BodyBuffer> taken = new HashSet<>();
    IntStream.range(0, count).forEach(i -> taken.add(pool.take()));
    return taken;
  }
}
