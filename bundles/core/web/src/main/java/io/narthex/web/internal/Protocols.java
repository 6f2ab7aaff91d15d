// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** What a listener speaks. */
@FunctionalInterface
public interface Protocols {

  /** As much as Jetty pools: a request of remote write then comes with one or two reads. */
  int INPUT_BYTES = 64 * 1024;

  /** HTTP/1.1 without encryption. */
  Protocols PLAIN = http -> List.of(http1(http));

  private static HttpConnectionFactory http1(HttpConfiguration http) {
    HttpConnectionFactory factory = new HttpConnectionFactory(http);
    factory.setInputBufferSize(INPUT_BYTES);
    return factory;
  }

  /**
   * Returns how connections are served, the protocol that a connection begins with first.
   *
   * @param http how requests are read and answers written; may be changed
   */
  List<ConnectionFactory> over(HttpConfiguration http);
}
