// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. Safe for several threads. */
public final class TestClock implements InstantSource {

  private volatile Instant now;

  /** A clock that shows a time. */
  public TestClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves it, forward or back. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets it. */
  public void set(Instant to) {
    now = to;
  }
}
