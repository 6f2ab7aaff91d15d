// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal;

import io.narthex.httpclient.HttpClients;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.List;
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
  private final List<ServiceRegistration<?>> registrations;

  /** Registers the service. */
  @Activate
  public HttpClientsComponent(BundleContext context) {
    registrations =
        List.of(
            context.registerService(HttpClients.class, clients, null),
            context.registerService(MultiCollector.class, clients.metrics(), null));
  }

  /** Closes all connections. */
  @Deactivate
  public void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
    clients.close();
  }
}
