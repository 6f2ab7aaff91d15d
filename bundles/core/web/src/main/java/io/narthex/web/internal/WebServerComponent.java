// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.process.ServerProcess;
import io.narthex.web.WebServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
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
  private static final int STATUS_LINE = "HTTP/1.1 204".length();
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
      @Reference ServerProcess process) {
    this.context = context;
    this.configurations = configurations;
    this.process = process;
    try {
      WebSettings settings = WebSettings.read(context::getProperty);
      ListenAddress address = settings.listen().probe();
      if (!settings.routePrefix().isEmpty()) {
        register(Preprocessor.class, new RoutePrefix(settings.routePrefix()), Map.of());
      }
      register(ConnectorFactory.class, new JettyConnectors(address, settings), Map.of());
      configure(settings, address);
      waiter =
          Thread.ofVirtual().name("web-start").start(() -> awaitConnections(settings, address));
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
    try {
      Configuration configuration = configurations.getConfiguration(JETTY_PID, "?");
      configuration.delete();
    } catch (IOException e) {
      LOG.warn("The configuration of the HTTP server could not be removed: {}", e.getMessage());
    }
  }

  private void configure(WebSettings settings, ListenAddress address) throws IOException {
    Hashtable<String, Object> jetty = new Hashtable<>();
    jetty.put("org.apache.felix.http.host", address.host());
    jetty.put("org.osgi.service.http.port", address.port());
    // Of the container's connector, which ours replaces: the least that it starts with.
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

  private void awaitConnections(WebSettings settings, ListenAddress address) {
    ServiceTracker<HttpServiceRuntime, HttpServiceRuntime> runtime =
        new ServiceTracker<>(context, HttpServiceRuntime.class, null);
    runtime.open();
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      boolean listening =
          runtime.waitForService(PATIENCE.toMillis()) != null && answers(settings, address);
      while (!listening && System.nanoTime() < deadline && !Thread.interrupted()) {
        LockSupport.parkNanos(20_000_000);
        listening = answers(settings, address);
      }
      if (listening) {
        announce(settings, address);
      } else {
        process.fail(
            "cannot listen on " + address + ": the HTTP server did not start; see the log");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      runtime.close();
    }
  }

  /**
   * Asks a question that the guard answers: Jetty listens before requests find their endpoints. By
   * a plain socket, since the JDK's HTTP client would be the largest part of the start.
   */
  private static boolean answers(WebSettings settings, ListenAddress address) {
    String question = "OPTIONS " + settings.routePrefix() + "/api/ HTTP/1.0\r\n\r\n";
    try (Socket socket = new Socket()) {
      socket.connect(address.reachable(), 1_000);
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(STATUS_LINE);
      return new String(answer, StandardCharsets.US_ASCII).endsWith(" 204");
    } catch (IOException e) {
      return false;
    }
  }

  private void announce(WebSettings settings, ListenAddress address) {
    WebServer server =
        new Listening(address.port(), settings.externalUrl(), settings.routePrefix());
    register(WebServer.class, server, Map.of("port", address.port()));
    LOG.info("Listening on {}, reached as {}", address, settings.externalUrl());
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
