// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal;

import io.narthex.httpclient.HttpClients;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Offers the clients as a service. */
@Component(
    immediate = true,
    service = {})
public final class HttpClientsComponent {

  private final HttpClients clients = new HttpClients();
  private final ServiceRegistration<HttpClients> registration;

  /** Registers the service. */
  @Activate
  public HttpClientsComponent(BundleContext context) {
    registration = context.registerService(HttpClients.class, clients, null);
  }

  /** Closes all connections. */
  @Deactivate
  public void deactivate() {
    registration.unregister();
    clients.close();
  }
}
