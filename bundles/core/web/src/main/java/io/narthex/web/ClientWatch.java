// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Stops work that nobody waits for any more. An OSGi service; safe for several threads.
 *
 * <p>A servlet that computes for long does not notice that its client has closed the connection,
 * since it neither reads nor writes meanwhile.
 */
public interface ClientWatch {

  /**
   * Interrupts the calling thread when the client of a request goes away, until the returned handle
   * is closed by the same thread. Closing it also clears the interrupt that it caused. Connections
   * are looked at every second; of those that cannot be watched nothing is ever told.
   */
  Watching watch(HttpServletRequest request);

  /** Ends watching. */
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }
}
