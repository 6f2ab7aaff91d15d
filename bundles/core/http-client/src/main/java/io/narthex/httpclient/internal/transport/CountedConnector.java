// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.Dialer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;

/** Opens connections and counts those that there are, before TLS or a proxy is spoken with. */
final class CountedConnector extends ClientConnector {

  private final Map<EndPoint, Dialer> open = new ConcurrentHashMap<>();

  @Override
  protected Connection newConnection(EndPoint endPoint, Map<String, Object> context)
      throws IOException {
    if (context.get(HttpClientTransport.HTTP_DESTINATION_CONTEXT_KEY) instanceof Destination to
        && to.getOrigin().getTag() instanceof Dialer dialer) {
      open.put(endPoint, dialer);
      dialer.established();
    }
    return super.newConnection(endPoint, context);
  }

  @Override
  protected SelectorManager newSelectorManager() {
    return new ClientSelectorManager(getExecutor(), getScheduler(), getSelectors()) {
      @Override
      protected void endPointClosed(EndPoint endPoint) {
        Dialer dialer = open.remove(endPoint);
        if (dialer != null) {
          dialer.closed();
        }
        super.endPointClosed(endPoint);
      }
    };
  }
}
