// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs, updates and removes bundles of plug-ins, each alone. Steps that run a plug-in's own
 * code have a deadline; one that hangs is left behind on its thread. Used by one thread.
 */
final class Deployer {

  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  private final BundleContext context;
  private final Duration timeout;
  private final LinkedJars linked;

  /**
   * Makes a deployer.
   *
   * @param context of the bundle that installs
   * @param timeout how long a bundle may take to start, and to stop
   * @param linked the jars whose classes are there already
   */
  Deployer(BundleContext context, Duration timeout, LinkedJars linked) {
    this.context = context;
    this.timeout = timeout;
    this.linked = linked;
  }

  /**
   * Uninstalls what an earlier life left behind; bundles come from the folders, never from the
   * framework's cache.
   */
  void clear() {
    for (Bundle bundle : context.getBundles()) {
      if (Isolation.isPlugin(bundle)) {
        remove(bundle);
      }
    }
  }

  /**
   * Returns whether the framework is on its way down, so that nothing can be installed any more.
   */
  boolean isEnding() {
    int state = context.getBundle(0).getState();
    return state != Bundle.ACTIVE && state != Bundle.STARTING;
  }

  /** Installs a jar; nothing of it runs yet. */
  Bundle install(JarKey key, BundleJar jar) throws DeployException {
    try {
      Bundle bundle;
      if (linked.contain(key, jar)) {
        bundle = context.installBundle(key.location());
      } else {
        try (InputStream in = Files.newInputStream(jar.copy())) {
          bundle = context.installBundle(key.location(), in);
        }
      }
      int ours = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
      bundle.adapt(BundleStartLevel.class).setStartLevel(Math.max(1, ours));
      return bundle;
    } catch (BundleException | IOException e) {
      throw new DeployException("it cannot be installed: " + e.getMessage(), e);
    }
  }

  /**
   * Puts another jar into a stopped bundle and refreshes this bundle alone.
   *
   * @throws DeployException when it cannot be done, or other bundles would have to be refreshed too
   */
  void update(Bundle bundle, BundleJar jar) throws DeployException {
    Collection<Bundle> others = dependents(bundle);
    if (!others.isEmpty()) {
      throw new DeployException(
          "it cannot be replaced alone: " + others + " are wired to the running one", null);
    }
    try (InputStream in = Files.newInputStream(jar.copy())) {
      bundle.update(in);
    } catch (BundleException | IOException e) {
      throw new DeployException("it cannot be installed: " + e.getMessage(), e);
    }
    refresh(bundle);
  }

  /** Starts a bundle. */
  void start(Bundle bundle) throws DeployException {
    try {
      // Transient: the framework must not start it by itself after a restart; the folder decides.
      guarded(
          "start",
          bundle,
          () -> {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
            return null;
          });
    } catch (TimeoutException e) {
      throw new DeployException("it did not start within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new DeployException("it cannot be started: " + reason(e.getCause()), e);
    }
  }

  /** Stops a bundle; one that fails or hangs is left as it is, with a line in the log. */
  void stop(Bundle bundle) {
    if (bundle.getState() == Bundle.UNINSTALLED) {
      return;
    }
    try {
      guarded(
          "stop",
          bundle,
          () -> {
            bundle.stop(Bundle.STOP_TRANSIENT);
            return null;
          });
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("plug-in {} did not stop cleanly: {}", bundle.getSymbolicName(), e.toString());
    }
  }

  /** Stops and uninstalls a bundle and lets go of its class loader. */
  void remove(Bundle bundle) {
    if (bundle.getState() == Bundle.UNINSTALLED) {
      return;
    }
    boolean alone = dependents(bundle).isEmpty();
    stop(bundle);
    try {
      guarded(
          "uninstall",
          bundle,
          () -> {
            bundle.uninstall();
            return null;
          });
      if (alone) {
        refresh(bundle);
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("plug-in {} cannot be uninstalled: {}", bundle.getSymbolicName(), e.toString());
    }
  }

  /** Returns the bundles that a refresh of the bundle would drag along. */
  Collection<Bundle> dependents(Bundle bundle) {
    Collection<Bundle> closure = wiring().getDependencyClosure(List.of(bundle));
    return closure.stream().filter(b -> !b.equals(bundle)).toList();
  }

  private void refresh(Bundle bundle) {
    CountDownLatch done = new CountDownLatch(1);
    wiring()
        .refreshBundles(
            List.of(bundle),
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
              }
            });
    try {
      if (!done.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("refreshing plug-in {} takes long", bundle.getSymbolicName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FrameworkWiring wiring() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  private void guarded(String step, Bundle bundle, Callable<@Nullable Void> work)
      throws TimeoutException, ExecutionException {
    FutureTask<@Nullable Void> task = new FutureTask<>(work);
    Thread.ofVirtual().name("plugin-" + step + "-" + bundle.getSymbolicName()).start(task);
    try {
      task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new ExecutionException("interrupted", e);
    }
  }

  /** An activator's exception says more than the framework's around it. */
  private static String reason(@Nullable Throwable thrown) {
    Throwable shown = thrown;
    while (shown instanceof BundleException && shown.getCause() != null) {
      shown = shown.getCause();
    }
    if (shown == null) {
      return "for an unknown reason";
    }
    String message = shown.getMessage();
    return shown instanceof BundleException && message != null ? message : shown.toString();
  }
}
