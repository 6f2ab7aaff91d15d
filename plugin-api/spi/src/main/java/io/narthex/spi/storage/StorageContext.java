// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.plugin.PluginContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the host gives to a storage engine. Its data folder is {@code --storage.tsdb.path}. Limits
 * change when the configuration is reloaded: an engine asks each time.
 */
@ProviderType
public interface StorageContext extends PluginContext {

  /** {@inheritDoc} Here it is the folder of {@code --storage.tsdb.path} itself. */
  @Override
  Path dataFolder();

  /** Returns how long samples are kept; zero means that only {@link #retentionBytes} limits. */
  Duration retention();

  /** Returns the most bytes that samples may take on disk, or 0 for no limit. */
  long retentionBytes();

  /**
   * Returns how far behind the newest sample of all series one may be appended to a series that has
   * a newer one; zero refuses any.
   */
  Duration outOfOrderWindow();

  /** Returns how many exemplars are kept over all series; none when it is not positive. */
  default long maxExemplars() {
    return 100_000;
  }

  /** Returns the clock to go by. */
  InstantSource clock();
}
