// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.Dialer;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.util.Promise;

/**
 * Jetty's client, which counts the connections that it wants and does not get. Whose they are is
 * the tag of their requests, and so of the destination.
 */
final class CountedClient extends HttpClient {

  CountedClient(HttpClientTransport transport) {
    super(transport);
  }

  @Override
  public void newConnection(Destination destination, Promise<Connection> promise) {
    if (!(destination.getOrigin().getTag() instanceof Dialer dialer)) {
      super.newConnection(destination, promise);
      return;
    }
    dialer.attempted();
    super.newConnection(
        destination,
        new Promise.Wrapper<>(promise) {
          @Override
          public void failed(Throwable failure) {
            dialer.failed(failure);
            super.failed(failure);
          }
        });
  }
}
