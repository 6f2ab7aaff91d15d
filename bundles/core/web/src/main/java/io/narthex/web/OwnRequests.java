// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

import jakarta.servlet.ServletRequest;
import java.io.IOException;

/**
 * Requests that the server makes of itself: through all that a client's request goes through but
 * the network, users and rate limit. They are not counted. An OSGi service that is there once the
 * server listens; safe for several threads.
 */
public interface OwnRequests {

  /** An attribute that these requests have; no client can set one. */
  String ATTRIBUTE = "io.narthex.web.own";

  /** The threads that serve them have names that begin with this. */
  String THREADS = "own-requests-";

  /**
   * Opens a way to make some.
   *
   * @throws IOException when the server does not serve
   */
  Session open() throws IOException;

  /** Returns whether a request is one of these. */
  static boolean isOwn(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) != null;
  }

  /** Threads and memory for own requests, until it is closed. For one thread. */
  interface Session extends AutoCloseable {

    /**
     * Asks by GET, and returns once the answer was written, or after ten seconds. Nobody reads the
     * answer.
     *
     * @param target path and query, encoded, without the route prefix
     */
    void get(String target);

    @Override
    void close();
  }
}
