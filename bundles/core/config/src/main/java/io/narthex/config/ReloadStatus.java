// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the last load of the configuration went.
 *
 * @param successful whether what is on disk was taken
 * @param error why not: file, line, column and remedy; null when it was taken
 * @param lastSuccess when a configuration was last taken, or null when none was yet
 * @param lastAttempt when a load was last tried, or null
 */
public record ReloadStatus(
    boolean successful,
    @Nullable String error,
    @Nullable Instant lastSuccess,
    @Nullable Instant lastAttempt) {}
