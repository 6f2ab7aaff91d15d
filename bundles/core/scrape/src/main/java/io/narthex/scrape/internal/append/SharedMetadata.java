// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.MetricMetadata;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Lets targets that say the same of a family have one object for it: most fleets run few programs
 * many times, and a help text takes more room than a series. Of a fixed size; what is not in it any
 * more is merely not shared. Safe for several threads.
 */
final class SharedMetadata {

  private static final int SLOTS = 1 << 13;

  private final AtomicReferenceArray<@Nullable MetricMetadata> slots =
      new AtomicReferenceArray<>(SLOTS);

  /** Returns an equal object, which others may have, too. */
  MetricMetadata share(MetricMetadata metadata) {
    int hash = metadata.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    MetricMetadata known = slots.get(slot);
    if (known != null && known.equals(metadata)) {
      return known;
    }
    slots.set(slot, metadata);
    return metadata;
  }
}
