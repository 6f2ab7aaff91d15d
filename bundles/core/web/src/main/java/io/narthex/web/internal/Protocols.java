// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** What a listener speaks. */
@FunctionalInterface
public interface Protocols {

  /** HTTP/1.1 without encryption. */
  Protocols PLAIN = http -> List.of(new HttpConnectionFactory(http));

  /**
   * Returns how connections are served, the protocol that a connection begins with first.
   *
   * @param http how requests are read and answers written; may be changed
   */
  List<ConnectionFactory> over(HttpConfiguration http);
}
