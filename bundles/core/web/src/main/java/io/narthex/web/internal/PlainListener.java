// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import java.time.Duration;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Opens a further listener like the HTTP service's own, which is one.
 *
 * @param address where
 * @param idle how long a connection may be idle
 */
record PlainListener(ListenAddress address, Duration idle) implements ConnectorFactory {

  @Override
  public Connector createConnector(Server server) {
    HttpConnectionFactory own =
        server.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class);
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(own.getHttpConfiguration()));
    connector.setHost(address.host());
    connector.setPort(address.port());
    connector.setIdleTimeout(idle.toMillis());
    return connector;
  }
}
