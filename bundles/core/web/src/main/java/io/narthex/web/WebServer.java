// SPDX-License-Identifier: Apache-2.0
package io.narthex.web;

import java.net.URI;

/**
 * The HTTP server, as an OSGi service that is there once connections are accepted. Safe for several
 * threads.
 */
public interface WebServer {

  /** Returns the port that it listens on; the real one when port 0 was asked for. */
  int port();

  /** Returns whether connections are accepted; true as long as the service is registered. */
  boolean bound();

  /** Returns the URL under which the server is reached from outside, without a slash at the end. */
  URI externalUrl();

  /** Returns the path in front of every endpoint: empty, or with a slash only at its beginning. */
  String routePrefix();
}
