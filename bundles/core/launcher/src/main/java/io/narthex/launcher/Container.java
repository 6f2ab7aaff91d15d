// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import io.narthex.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSGi framework with the bundles of the chosen features.
 *
 * <p>Bundles are read where they lie, in {@code system/}, not copied, and the framework's cache is
 * deleted at the end and emptied at every start: what is installed is what the folders hold. Their
 * classes come from the class path ({@link ClassPathModules} says why). Logging is exported by the
 * system bundle, because logging bundles with a service loader cost 80 MB and 0.4 s (measured).
 */
final class Container {

  private static final Logger LOG = LoggerFactory.getLogger(Container.class);

  /** Jetty, above all, must outlive the endpoints: it fails to stop while they go. */
  private static final int LIBRARIES = 1;

  private static final int OWN_BUNDLES = 2;

  private final Framework framework;
  private final Path cache;

  private Container(Framework framework, Path cache) {
    this.framework = framework;
    this.cache = cache;
  }

  /**
   * Starts the framework and all bundles of the features.
   *
   * @param features what to start
   * @param system the folder of their bundles, all of them on the class path
   * @param properties framework properties for the bundles
   * @param cache a folder of the framework's own
   * @param process registered as a service before the first bundle starts
   */
  static Container start(
      List<Feature> features,
      Path system,
      Map<String, String> properties,
      Path cache,
      ServerProcess process)
      throws IOException, BundleException {
    Map<String, String> configuration = new HashMap<>(properties);
    Files.createDirectories(cache);
    configuration.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    configuration.put(
        Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(OWN_BUNDLES));
    configuration.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        "org.slf4j;version=2.0.20,org.slf4j.event;version=2.0.20,org.slf4j.helpers;version=2.0.20,"
            + "org.slf4j.spi;version=2.0.20,io.narthex.process;version=1.1.0");
    // Jetty starts when the web bundle has configured it, not before on a default port.
    configuration.put("org.apache.felix.http.require.config", "true");
    configuration.put("felix.log.level", "1");
    configuration.put("ds.loglevel", "error");
    configuration.put("felix.shutdown.hook", "false");
    Framework framework =
        new FrameworkFactory().newFramework(configuration, new ClassPathModules(system));
    framework.init();
    // Where libraries unpack native code: it goes with the cache, and does not stay in /tmp.
    System.setProperty("org.xerial.snappy.tempdir", cache.toString());
    System.setProperty("ZstdTempFolder", cache.toString());
    BundleContext context = framework.getBundleContext();
    List<Bundle> installed = new ArrayList<>();
    for (Feature feature : features) {
      for (Feature.Entry entry : feature.bundles()) {
        Path jar = entry.jar();
        if (!Files.exists(jar)) {
          throw new IOException(
              jar
                  + " is missing, which feature \""
                  + feature.name()
                  + "\" needs; unpack the distribution again");
        }
        Bundle bundle = context.installBundle(ClassPathModules.location(jar));
        bundle
            .adapt(BundleStartLevel.class)
            .setStartLevel(entry.library() ? LIBRARIES : OWN_BUNDLES);
        installed.add(bundle);
      }
    }
    context.registerService(ServerProcess.class, process, null);
    context.addFrameworkListener(Container::logErrors);
    // Started now, they are only marked: the framework starts them, by its one start level thread.
    // Starting them from
    // here while the first of them, the plug-in host, installs bundles would contend for the
    // framework's lock.
    for (Bundle bundle : installed) {
      if (isStarted(bundle)) {
        bundle.start();
      }
    }
    framework.start();
    for (Bundle bundle : installed) {
      if (isStarted(bundle) && bundle.getState() != Bundle.ACTIVE) {
        framework.stop();
        throw new BundleException(
            "bundle " + bundle.getSymbolicName() + " did not start; the log says why");
      }
    }
    LOG.debug("started {} bundles of {} features", installed.size(), features.size());
    return new Container(framework, cache);
  }

  /**
   * Returns whether a bundle is to be active. A fragment never is, nor is one that its first class
   * would activate: the class path is not asked by way of the framework.
   */
  private static boolean isStarted(Bundle bundle) {
    Dictionary<String, String> headers = bundle.getHeaders();
    String policy = headers.get(Constants.BUNDLE_ACTIVATIONPOLICY);
    return headers.get(Constants.FRAGMENT_HOST) == null
        && (policy == null || !policy.startsWith(Constants.ACTIVATION_LAZY));
  }

  private static void logErrors(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      LOG.error(
          "bundle {}: {}",
          event.getBundle().getSymbolicName(),
          String.valueOf(event.getThrowable()));
    }
  }

  /** Stops all bundles, and returns when they have stopped or the time is up. */
  void stop(long timeoutMs) throws BundleException, InterruptedException {
    framework.stop();
    FrameworkEvent event = framework.waitForStop(timeoutMs);
    if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
      LOG.warn("not all bundles stopped within {} ms", timeoutMs);
      return;
    }
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} stays until the next start", cache, e);
    }
  }
}
