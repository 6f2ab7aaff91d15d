// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps what a discovery says until the test asks for it. */
final class RecordingSink implements TargetSink {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final LinkedBlockingQueue<List<TargetGroup>> states = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> failures = new LinkedBlockingQueue<>();

  @Override
  public void replaceAll(List<TargetGroup> groups) {
    states.add(List.copyOf(groups));
  }

  @Override
  public void update(TargetGroup group) {
    throw new AssertionError("files are told all together");
  }

  @Override
  public void failed(String reason) {
    failures.add(reason);
  }

  /** Waits for a state that passes, which may come after others. */
  List<TargetGroup> awaitState(Predicate<List<TargetGroup>> test) throws InterruptedException {
    return await(states, test);
  }

  /** Waits for a failure that passes, which may come after others. */
  String awaitFailure(Predicate<String> test) throws InterruptedException {
    return await(failures, test);
  }

  private static <T> T await(LinkedBlockingQueue<T> queue, Predicate<T> test)
      throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    T last = null;
    while (true) {
      T next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("nothing that passes came; the last was " + last);
      }
      if (test.test(next)) {
        return next;
      }
      last = next;
    }
  }
}
