// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what is told of damaged files to the log, and counts it. Safe for several threads. */
final class DamageLog implements Consumer<String> {

  private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);

  private final AtomicLong count = new AtomicLong();

  @Override
  public void accept(String damage) {
    count.incrementAndGet();
    LOG.warn(damage);
  }

  /** Returns how often damage was told. */
  long count() {
    return count.get();
  }
}
