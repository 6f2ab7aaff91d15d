// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the storage engine.
 *
 * @param outOfOrderTimeWindow how far behind its newest sample a series still takes one
 * @param staleSeriesCompactionThreshold upstream's share of stale series that starts a compaction
 * @param chunkEncoding upstream's encodings; read for compatibility, the engine has its own
 * @param retention how long samples are kept, or null when the command line decides
 */
public record TsdbConfig(
    Duration outOfOrderTimeWindow,
    double staleSeriesCompactionThreshold,
    @Nullable ChunkEncodingConfig chunkEncoding,
    @Nullable RetentionConfig retention) {

  /** Nothing is set. */
  public static final TsdbConfig DEFAULT = new TsdbConfig(Duration.ZERO, 0, null, null);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public TsdbConfig {
    outOfOrderTimeWindow = outOfOrderTimeWindow == null ? Duration.ZERO : outOfOrderTimeWindow;
  }
}
