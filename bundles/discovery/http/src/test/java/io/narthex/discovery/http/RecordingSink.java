// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a discovery says, in order, until the test asks for it. */
final class RecordingSink implements TargetSink {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final LinkedBlockingQueue<Object> calls = new LinkedBlockingQueue<>();

  /** How long the last round took, or null before the first. */
  volatile @Nullable Duration took;

  @Override
  public void replaceAll(List<TargetGroup> groups) {
    calls.add(List.copyOf(groups));
  }

  @Override
  public void update(TargetGroup group) {
    throw new AssertionError("answers are told all together");
  }

  @Override
  public void failed(String reason) {
    calls.add(reason);
  }

  @Override
  public void refreshed(Duration took) {
    this.took = took;
  }

  /** Waits for the next call: a list of groups or the text of a failure. */
  Object next() throws InterruptedException {
    Object call = calls.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    if (call == null) {
      throw new AssertionError("the discovery said nothing within " + DEADLINE);
    }
    return call;
  }
}
