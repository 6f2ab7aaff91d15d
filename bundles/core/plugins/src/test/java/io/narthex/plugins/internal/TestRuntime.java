// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginStatus;
import io.narthex.spi.exporter.ExporterFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** A real framework with Declarative Services and the plug-in runtime in it. */
final class TestRuntime implements AutoCloseable {

  private static final String PACKAGES =
      "io.narthex.spi.config;version=1.0.0,io.narthex.spi.exporter;version=1.0.0,"
          + "io.narthex.spi.plugin;version=1.0.0,io.narthex.spi.discovery;version=1.0.0,"
          + "io.narthex.spi.notifier;version=1.0.0,io.narthex.spi.storage;version=1.0.0,"
          + "io.prometheus.metrics.model.snapshots;version=1.10.0,org.slf4j;version=2.0.20,"
          + "org.osgi.service.component;version=1.5.1,"
          + "org.osgi.service.component.runtime;version=1.5.0,"
          + "org.osgi.service.component.runtime.dto;version=1.5.0,"
          + "org.osgi.util.promise;version=1.3.0,org.osgi.util.function;version=1.2.0";

  final Framework framework;
  final BundleContext context;
  final LivePlugins live;
  final PluginManager manager;
  final List<String> heard = new CopyOnWriteArrayList<>();

  TestRuntime(Path work, List<Path> folders) throws Exception {
    this(work, folders, Duration.ofSeconds(3));
  }

  /**
   * Starts.
   *
   * @param work holds the framework's cache and the copies of jars; kept between two runtimes of a
   *     test
   * @param folders the plug-in folders
   * @param healthTimeout how long an update may take
   */
  TestRuntime(Path work, List<Path> folders, Duration healthTimeout) throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, work.resolve("cache").toString());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, PACKAGES);
    properties.put("felix.log.level", "1");
    properties.put("ds.loglevel", "0");
    framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    context = framework.getBundleContext();
    String scr =
        Class.forName("org.apache.felix.scr.info.ScrInfo")
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString();
    context.installBundle(scr).start();
    PluginSettings settings =
        new PluginSettings(
            folders,
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            healthTimeout,
            Duration.ofSeconds(5),
            3);
    live = new LivePlugins(context, settings);
    live.listen(factories(), listener());
    manager = new PluginManager(context, live, components(), settings, store(work));
  }

  private ServiceComponentRuntime components() {
    return context.getService(context.getServiceReference(ServiceComponentRuntime.class));
  }

  private static JarStore store(Path work) throws IOException {
    return new JarStore(work.resolve("jars"), work.resolve("originals"));
  }

  /** Returns the kind that the test plug-ins are of. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Class<ExporterFactory<?>> factories() {
    return (Class) ExporterFactory.class;
  }

  private PluginListener<ExporterFactory<?>> listener() {
    return new PluginListener<>() {
      @Override
      public Optional<String> objection(Plugin<ExporterFactory<?>> plugin) {
        return plugin.type().equals("taken")
            ? Optional.of("the name taken is taken")
            : Optional.empty();
      }

      @Override
      public void added(Plugin<ExporterFactory<?>> plugin) {
        heard.add("+" + plugin.type() + " " + plugin.version());
      }

      @Override
      public void removed(Plugin<ExporterFactory<?>> plugin) {
        boolean stopped =
            Arrays.stream(context.getBundles())
                .anyMatch(
                    b ->
                        plugin.bundle().equals(b.getSymbolicName())
                            && b.getState() != Bundle.ACTIVE);
        heard.add("-" + plugin.type() + " " + plugin.version() + (stopped ? " too late" : ""));
      }
    };
  }

  Plugin<ExporterFactory<?>> plugin(String type) {
    return live.find(factories(), type).orElseThrow(() -> new AssertionError("no " + type));
  }

  List<PluginStatus> lines(String name) {
    return manager.plugins().stream().filter(p -> p.name().equals(name)).toList();
  }

  /** Returns the inventory as lines of {@code state version reason}. */
  List<String> words(String name) {
    return lines(name).stream()
        .map(p -> (p.state() + " " + p.version() + " " + p.reason()).strip())
        .toList();
  }

  @Override
  public void close() throws BundleException, InterruptedException {
    manager.close();
    live.close();
    framework.stop();
    framework.waitForStop(10_000);
  }
}
