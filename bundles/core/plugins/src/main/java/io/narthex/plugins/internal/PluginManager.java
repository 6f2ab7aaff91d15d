// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the plug-ins' life: a thread that looks at the folders when something happens there, when a
 * factory comes or goes, and from time to time, and has {@link PluginLifecycle} do what follows.
 */
@Component(service = PluginInventory.class, immediate = true)
public final class PluginManager implements PluginInventory {

  private static final Logger LOG = LoggerFactory.getLogger(PluginManager.class);

  private static final long TRIAL_POLL_MS = 100;
  private static final long START_POLL_MS = 50;
  private static final long END_TIMEOUT_S = 5;

  private final PluginSettings settings;
  private final LivePlugins live;
  private final ServiceRegistration<ResolverHookFactory> isolation;
  private final FolderWatcher watcher;
  private final PluginLifecycle lifecycle;
  private final InventoryView inventory;
  private final Semaphore due = new Semaphore(0);
  private final Bundle framework;
  private final Thread thread;
  private volatile boolean ended;
  private volatile boolean loaded;
  private final CompletableFuture<Void> told = new CompletableFuture<>();
  private volatile List<PluginUnit.View> views = List.of();

  /** Begins to watch the folders. */
  @Activate
  public PluginManager(
      BundleContext context,
      @Reference LivePlugins live,
      @Reference ServiceComponentRuntime runtime) {
    this(context, live, runtime, PluginSettings.read(context::getProperty), store(context));
  }

  PluginManager(
      BundleContext context,
      LivePlugins live,
      ServiceComponentRuntime runtime,
      PluginSettings settings,
      JarStore store) {
    this.settings = settings;
    this.live = live;
    Health health = new Health(runtime, live);
    isolation = context.registerService(ResolverHookFactory.class, new Isolation(), null);
    watcher =
        new FolderWatcher(
            settings.folders(), settings.settle(), InstantSource.system(), due::release);
    lifecycle = new PluginLifecycle(context, settings, watcher, store, live, health);
    inventory = new InventoryView(live, health);
    live.onChange(due::release);
    framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    context.addFrameworkListener(event -> due.release());
    thread = Thread.ofVirtual().name("plugins").start(this::work);
  }

  private static JarStore store(BundleContext context) {
    String named = context.getProperty("narthex.plugins.cache");
    String data = context.getProperty("narthex.storage.tsdb.path");
    Path folder;
    if (named != null) {
      folder = Path.of(named);
    } else if (data != null) {
      folder = Path.of(data, "plugins");
    } else {
      folder = context.getDataFile("jars").toPath();
    }
    String originals = context.getProperty("narthex.plugins.originals");
    try {
      return new JarStore(folder, originals == null ? null : Path.of(originals));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the folder for copies of plug-ins cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public List<PluginStatus> plugins() {
    return inventory.of(views);
  }

  @Override
  public boolean loaded() {
    return loaded;
  }

  @Override
  public void whenLoaded(Runnable action) {
    var unused = told.thenRunAsync(action, Thread::startVirtualThread);
  }

  /** Stops the plug-ins, after their users have let go of them. */
  @Deactivate
  public void close() {
    ended = true;
    due.release();
    try {
      if (!thread.join(Duration.ofSeconds(END_TIMEOUT_S))) {
        LOG.warn("the plug-ins' thread is still busy; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watcher.close();
    isolation.unregister();
  }

  private void work() {
    // While the framework starts its bundles, an install here would contend with it for its lock,
    // and one of the two
    // would fail. Its events end the pause early.
    while (!ended && framework.getState() != Bundle.ACTIVE) {
      pause(START_POLL_MS);
    }
    lifecycle.begin();
    while (!ended) {
      step();
      await();
    }
    lifecycle.end();
  }

  private void step() {
    try {
      lifecycle.step();
    } catch (RuntimeException e) {
      LOG.error("a look at the plug-in folders failed; the next one follows", e);
    }
    views = lifecycle.views();
    if (!loaded && !lifecycle.starting()) {
      loaded = true;
      var unused = live.whenTold().thenRun(() -> told.complete(null));
    }
  }

  private void await() {
    long ms = watcher.pauseMs();
    if (lifecycle.onTrial()) {
      ms = TRIAL_POLL_MS;
    } else if (lifecycle.unsettled()) {
      ms = Math.min(ms, settings.settle().toMillis() + 1);
    }
    pause(ms);
  }

  private void pause(long ms) {
    try {
      if (due.tryAcquire(ms, TimeUnit.MILLISECONDS)) {
        due.drainPermits();
      }
    } catch (InterruptedException e) {
      ended = true;
    }
  }
}
