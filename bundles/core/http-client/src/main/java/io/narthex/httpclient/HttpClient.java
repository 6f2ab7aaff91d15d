// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Sends requests by the settings of one section of the configuration. Safe for several threads. */
@ProviderType
public interface HttpClient extends AutoCloseable {

  /**
   * Sends a request and blocks until the answer is whole. Credentials and configured headers are
   * put in, redirects are followed if the settings say so.
   *
   * @param call what is asked
   * @param timeout for everything: tokens, redirects, and the answer to its last byte
   * @param sink gets the body of the answer, on a thread of the client's; not touched any more when
   *     this returns or throws
   * @return the head of the answer, whatever its status
   * @throws HttpFailure when there is no whole answer
   * @throws InterruptedException when the thread is interrupted; the request is given up
   */
  HttpAnswer send(HttpCall call, Duration timeout, BodySink sink)
      throws HttpFailure, InterruptedException;

  /** Gives the connections up; requests under way may still end. */
  @Override
  void close();
}
