// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import io.narthex.spi.plugin.PluginContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one entry of {@code <type>_sd_configs} on the plug-in of its type. The last good targets
 * stay while the source cannot be read and while the plug-in is replaced.
 */
public final class PluginDiscovery implements Discovery, PluginListener<TargetDiscoveryFactory<?>> {

  private static final Logger LOG = LoggerFactory.getLogger(PluginDiscovery.class);
  private static final Duration CREATE_DEADLINE = Duration.ofSeconds(10);
  private static final Duration END_DEADLINE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final DiscoveryMetrics metrics;
  private final DiscoveryMetrics.Entry counted;
  private final PluginRegistry registry;
  private final String type;
  private final ConfigNode entry;
  private final PluginContext context;
  private final Runnable changed;
  private final PluginRegistry.Registration registration;

  private final Map<String, TargetGroup> groups = new LinkedHashMap<>();
  private final List<Plugin<TargetDiscoveryFactory<?>>> live = new ArrayList<>();
  private @Nullable Plugin<TargetDiscoveryFactory<?>> plugin;
  private @Nullable Thread thread;
  private volatile @Nullable Problem problem;

  /**
   * Listens to plug-ins; runs as soon as one of the type is there.
   *
   * @param job the job that names the entry, for metrics
   * @param entry the entry, bound when the plug-in is there
   * @param context what the plug-in is given
   * @param metrics what counts its updates and failures
   * @param changed called when the targets or the problem changed
   */
  public PluginDiscovery(
      PluginRegistry registry,
      String type,
      String job,
      ConfigNode entry,
      PluginContext context,
      DiscoveryMetrics metrics,
      Runnable changed) {
    this.metrics = metrics;
    this.counted = new DiscoveryMetrics.Entry(type, job);
    metrics.begin(counted);
    this.registry = registry;
    this.type = type;
    this.entry = entry;
    this.context = context;
    this.changed = changed;
    this.problem = waiting();
    this.registration = listen();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the kind of a generic factory has no class literal
  private PluginRegistry.Registration listen() {
    return registry.listen(
        (Class<TargetDiscoveryFactory<?>>) (Class) TargetDiscoveryFactory.class, this);
  }

  private Problem waiting() {
    return new Problem(true, "waiting for discovery plug-in " + type);
  }

  @Override
  public synchronized void added(Plugin<TargetDiscoveryFactory<?>> added) {
    if (!added.type().equals(type)) {
      return;
    }
    live.add(added);
    if (thread == null) {
      start(added);
    }
  }

  private void start(Plugin<TargetDiscoveryFactory<?>> with) {
    plugin = with;
    problem = null;
    thread =
        Thread.ofVirtual()
            .name("discovery " + type + " " + context.name())
            .start(() -> runAgainAndAgain(with));
  }

  @Override
  public void removed(Plugin<TargetDiscoveryFactory<?>> removed) {
    Thread running;
    synchronized (this) {
      live.removeIf(other -> other.factory() == removed.factory());
      Plugin<TargetDiscoveryFactory<?>> used = plugin;
      if (used == null || used.factory() != removed.factory()) {
        return;
      }
      running = thread;
      thread = null;
      plugin = null;
      problem = waiting();
    }
    end(running);
    synchronized (this) {
      if (thread == null && !live.isEmpty()) {
        start(live.getFirst());
      }
    }
    changed.run();
  }

  private void runAgainAndAgain(Plugin<TargetDiscoveryFactory<?>> with) {
    Duration pause = FIRST_PAUSE;
    try {
      while (isCurrent(with)) {
        long begun = System.nanoTime();
        try {
          run(with);
          failed(with, "the discovery ended by itself");
        } catch (InterruptedException e) {
          return;
        } catch (ConfigException e) {
          metrics.unusable(this, true);
          failed(with, String.valueOf(e.getMessage()));
          return;
        } catch (Exception e) {
          failed(with, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        boolean ranLong = System.nanoTime() - begun > LONGEST_PAUSE.toNanos();
        pause = ranLong ? FIRST_PAUSE : pause;
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      LOG.trace("the discovery was told to end", e);
    }
  }

  private void run(Plugin<TargetDiscoveryFactory<?>> with) throws Exception {
    TargetDiscovery discovery;
    try {
      discovery = registry.call(with, "create", CREATE_DEADLINE, () -> create(with.factory()));
    } catch (PluginCallException e) {
      if (e.getCause() instanceof ConfigException fault) {
        throw fault;
      }
      throw e;
    }
    metrics.unusable(this, false);
    discovery.run(new CurrentSink(with));
  }

  private <C extends Record> TargetDiscovery create(TargetDiscoveryFactory<C> factory)
      throws ConfigException {
    return factory.create(entry.bind(factory.configuration()), context);
  }

  private synchronized boolean isCurrent(Plugin<TargetDiscoveryFactory<?>> candidate) {
    return plugin == candidate;
  }

  private void failed(Plugin<TargetDiscoveryFactory<?>> by, String reason) {
    if (isCurrent(by)) {
      failed(reason);
    }
  }

  /** Takes what a plug-in says as long as it is the one that runs. */
  private final class CurrentSink implements TargetSink {

    private final Plugin<TargetDiscoveryFactory<?>> by;

    CurrentSink(Plugin<TargetDiscoveryFactory<?>> by) {
      this.by = by;
    }

    @Override
    public void replaceAll(List<TargetGroup> complete) {
      if (isCurrent(by)) {
        PluginDiscovery.this.replaceAll(complete);
      }
    }

    @Override
    public void update(TargetGroup group) {
      if (isCurrent(by)) {
        PluginDiscovery.this.update(group);
      }
    }

    @Override
    public void failed(String reason) {
      PluginDiscovery.this.failed(by, reason);
    }

    @Override
    public void refreshed(Duration took) {
      if (isCurrent(by)) {
        metrics.refreshed(counted, took);
      }
    }
  }

  private void replaceAll(List<TargetGroup> complete) {
    synchronized (this) {
      groups.clear();
      complete.forEach(group -> groups.put(group.source(), group));
      problem = null;
    }
    metrics.received(counted.job());
    changed.run();
  }

  private void update(TargetGroup group) {
    synchronized (this) {
      if (group.targets().isEmpty()) {
        groups.remove(group.source());
      } else {
        groups.put(group.source(), group);
      }
      problem = null;
    }
    metrics.received(counted.job());
    changed.run();
  }

  private void failed(String reason) {
    metrics.failed(counted);
    String place = entry.location();
    problem = new Problem(false, reason.contains(place) ? reason : place + ": " + reason);
    LOG.debug("The discovery {} at {} failed: {}", type, place, reason);
    changed.run();
  }

  @Override
  public synchronized List<TargetGroup> groups() {
    return List.copyOf(groups.values());
  }

  @Override
  public @Nullable Problem problem() {
    return problem;
  }

  @Override
  public void close() {
    registration.close();
    metrics.forget(counted, this);
    Thread running;
    synchronized (this) {
      running = thread;
      thread = null;
      plugin = null;
    }
    end(running);
  }

  private static void end(@Nullable Thread running) {
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      if (!running.join(END_DEADLINE)) {
        LOG.warn("{} does not end although it was interrupted.", running.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
