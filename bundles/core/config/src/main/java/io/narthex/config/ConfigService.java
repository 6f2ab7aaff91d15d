// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.util.function.Consumer;

/**
 * Holds the configuration of {@code prometheus.yml} that is in force. An OSGi service, registered
 * once a configuration could be loaded; safe for several threads.
 */
public interface ConfigService {

  /** Returns what is in force. */
  Configuration current();

  /**
   * Reads the file again. When it is good it is put in force and the subscribers are told before
   * this returns; otherwise the old one stays.
   *
   * @return what is in force now
   * @throws ConfigException when the file is not good
   */
  Configuration reload() throws ConfigException;

  /** Returns how the last load went. */
  ReloadStatus status();

  /**
   * Tells of each configuration put in force from now on, and of the present one before this
   * returns. A subscriber that throws is logged; the others are still told.
   *
   * @return ends the subscription when closed
   */
  Subscription subscribe(Consumer<Configuration> subscriber);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
