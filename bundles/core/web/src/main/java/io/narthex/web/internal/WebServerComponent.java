// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.process.ServerProcess;
import io.narthex.web.OwnRequests;
import io.narthex.web.WebServer;
import io.narthex.web.internal.secure.Access;
import io.narthex.web.internal.secure.TlsProtocols;
import io.narthex.web.internal.secure.WebConfigFile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.RequestInfoDTO;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures Jetty from the web flags, and registers the {@link WebServer} service once connections
 * are accepted.
 *
 * <p>Jetty itself only logs when it cannot bind. So the address is bound for a moment before Jetty
 * is configured, and a failure gives the start up.
 */
@Component(
    service = {},
    immediate = true)
public final class WebServerComponent {

  private static final Logger LOG = LoggerFactory.getLogger(WebServerComponent.class);
  private static final String JETTY_PID = "org.apache.felix.http";
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final ServerProcess process;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private @Nullable Thread waiter;
  private boolean closed;

  /** Starts to listen, or gives the start up with the reason. */
  @Activate
  public WebServerComponent(
      BundleContext context,
      @Reference ConfigurationAdmin configurations,
      @Reference ServerProcess process,
      @Reference ConnectionCounts connections) {
    this.context = context;
    this.configurations = configurations;
    this.process = process;
    try {
      JettyParts.findHeaderEncoders();
      WebSettings settings = WebSettings.read(context::getProperty);
      List<ListenAddress> addresses = new ArrayList<>();
      for (ListenAddress address : settings.listen()) {
        addresses.add(address.probe());
      }
      Protocols protocols = protocols(settings);
      if (!settings.routePrefix().isEmpty()) {
        register(Preprocessor.class, new RoutePrefix(settings.routePrefix()), Map.of());
      }
      OwnConnector own = new OwnConnector(settings.routePrefix());
      for (ListenAddress address : addresses) {
        Listener listener =
            new Listener(address, settings.readTimeout(), protocols, connections, own);
        register(ConnectorFactory.class, listener, Map.of());
      }
      configure(settings);
      waiter =
          Thread.ofVirtual()
              .name("web-start")
              .start(() -> awaitConnections(settings, addresses, own));
    } catch (IllegalArgumentException | IOException e) {
      process.fail(String.valueOf(e.getMessage()));
    }
  }

  /** Stops listening. */
  @Deactivate
  public void close() {
    List<ServiceRegistration<?>> mine;
    synchronized (registrations) {
      closed = true;
      mine = List.copyOf(registrations);
      registrations.clear();
    }
    Thread waiting = waiter;
    if (waiting != null) {
      waiting.interrupt();
    }
    mine.forEach(ServiceRegistration::unregister);
    if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING) {
      // The container ends by itself; told by its configuration, too, it would end on two threads.
      return;
    }
    try {
      Configuration configuration = configurations.getConfiguration(JETTY_PID, "?");
      configuration.delete();
    } catch (IOException e) {
      LOG.warn("The configuration of the HTTP server could not be removed: {}", e.getMessage());
    }
  }

  /**
   * Puts the web configuration's guard in front of everything, before anything listens.
   *
   * @return what listeners speak
   */
  private Protocols protocols(WebSettings settings) throws IOException {
    Path path = settings.webConfig();
    if (path == null) {
      return Protocols.PLAIN;
    }
    WebConfigFile file = new WebConfigFile(path);
    Map<String, Integer> first = Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE);
    register(Preprocessor.class, new Access(file), first);
    return file.read().tlsServerConfig().enabled() ? new TlsProtocols(file) : Protocols.PLAIN;
  }

  private void configure(WebSettings settings) throws IOException {
    Hashtable<String, Object> jetty = new Hashtable<>();
    // The container always opens a connector, which ours replace: the least that it starts with.
    jetty.put("org.apache.felix.http.host", LOOPBACK);
    jetty.put("org.osgi.service.http.port", 0);
    jetty.put("org.apache.felix.http.jetty.acceptors", 0);
    jetty.put("org.apache.felix.http.jetty.selectors", 1);
    jetty.put("org.apache.felix.http.jetty.virtualthreads.enable", true);
    jetty.put("org.apache.felix.http.jetty.threadpool.max", settings.maxConnections());
    jetty.put("org.eclipse.jetty.servlet.SessionIdPathParameterName", "none");
    // A form may be as large as Go takes it.
    jetty.put("org.apache.felix.http.jetty.maxFormSize", 10 * 1024 * 1024);
    jetty.put("org.apache.felix.jetty.stopTimeout", 1_000);
    jetty.put("org.apache.felix.jetty.gziphandler.enable", true);
    jetty.put("org.apache.felix.jetty.gzip.minGzipSize", 1_024);
    jetty.put("org.apache.felix.jetty.gzip.includedMethods", new String[] {"GET", "POST"});
    jetty.put(
        "org.apache.felix.jetty.gzip.includedMimeTypes",
        new String[] {
          "application/json",
          "application/javascript",
          "application/openmetrics-text",
          "application/x-ndjson",
          "application/yaml",
          "image/svg+xml",
          "text/css",
          "text/html",
          "text/javascript",
          "text/plain"
        });
    Configuration configuration = configurations.getConfiguration(JETTY_PID, "?");
    configuration.updateIfDifferent(jetty);
  }

  private void awaitConnections(
      WebSettings settings, List<ListenAddress> addresses, OwnConnector own) {
    ServiceTracker<HttpServiceRuntime, HttpServiceRuntime> tracker =
        new ServiceTracker<>(context, HttpServiceRuntime.class, null);
    tracker.open();
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      HttpServiceRuntime runtime = tracker.waitForService(PATIENCE.toMillis());
      boolean listening = runtime != null && answers(runtime, addresses);
      while (runtime != null
          && !listening
          && System.nanoTime() < deadline
          && !Thread.interrupted()) {
        LockSupport.parkNanos(20_000_000);
        listening = answers(runtime, addresses);
      }
      if (listening) {
        announce(settings, addresses, own);
      } else {
        process.fail(
            "cannot listen on "
                + shown(addresses)
                + ": the HTTP server did not start; see the log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tracker.close();
    }
  }

  /**
   * Returns whether a request would find its endpoint with the guard in front. Jetty listens before
   * that, and whether it listens shows in nothing but a connection.
   */
  private static boolean answers(HttpServiceRuntime runtime, List<ListenAddress> addresses) {
    RequestInfoDTO found = runtime.calculateRequestInfoDTO("/api/");
    if (found.servletDTO == null || found.filterDTOs.length == 0) {
      return false;
    }
    return addresses.stream().allMatch(WebServerComponent::accepts);
  }

  private static boolean accepts(ListenAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address.reachable(), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void announce(WebSettings settings, List<ListenAddress> addresses, OwnConnector own) {
    int port = addresses.getFirst().port();
    WebServer server = new Listening(port, settings.externalUrl(), settings.routePrefix());
    // First, so that all that the server has is there once it says that it listens.
    register(OwnRequests.class, own, Map.of());
    register(WebServer.class, server, Map.of("port", port));
    LOG.info("Listening on {}, reached as {}", shown(addresses), settings.externalUrl());
  }

  private static String shown(List<ListenAddress> addresses) {
    return String.join(", ", addresses.stream().map(ListenAddress::toString).toList());
  }

  private <S> void register(Class<S> type, S service, Map<String, ?> properties) {
    Dictionary<String, Object> dictionary = new Hashtable<>(properties);
    keep(context.registerService(type, service, dictionary));
  }

  private void keep(ServiceRegistration<?> registration) {
    synchronized (registrations) {
      if (!closed) {
        registrations.add(registration);
        return;
      }
    }
    registration.unregister();
  }

  private record Listening(int port, URI externalUrl, String routePrefix) implements WebServer {

    @Override
    public boolean bound() {
      return true;
    }
  }
}
