// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.exporters.ExporterInstance;
import io.narthex.exporters.ExporterInstance.State;
import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance through its life: waiting, started with a plug-in, stopped, started again. */
final class HostedExporter {

  private static final Logger LOG = LoggerFactory.getLogger(HostedExporter.class);
  private static final Duration LIFE_DEADLINE = Duration.ofSeconds(10);

  private final PluginRegistry registry;
  private final String name;
  private final String type;
  private final @Nullable ConfigNode config;
  private final PluginContext context;

  private volatile @Nullable Running running;
  private volatile String problem;

  private record Running(
      Plugin<ExporterFactory<?>> plugin, Exporter exporter, CollectPermit permit) {

    Running(Plugin<ExporterFactory<?>> plugin, Exporter exporter) {
      this(plugin, exporter, new CollectPermit());
    }
  }

  /**
   * An instance that waits.
   *
   * @param config its part of the file, or null when it is not listed or has none
   */
  HostedExporter(
      PluginRegistry registry,
      String name,
      String type,
      @Nullable ConfigNode config,
      PluginContext context) {
    this.registry = registry;
    this.name = name;
    this.type = type;
    this.config = config;
    this.context = context;
    this.problem = waiting();
  }

  private String waiting() {
    return "waiting for exporter plug-in " + type;
  }

  ExporterInstance describe() {
    if (running != null) {
      return new ExporterInstance(name, type, State.RUNNING, "");
    }
    String reason = problem;
    return new ExporterInstance(
        name, type, reason.equals(waiting()) ? State.WAITING : State.FAILED, reason);
  }

  String type() {
    return type;
  }

  @Nullable ConfigNode config() {
    return config;
  }

  boolean runsOn(Plugin<?> plugin) {
    Running now = running;
    return now != null && now.plugin().factory() == plugin.factory();
  }

  /** Starts it with a plug-in, unless it runs already. Returns whether anything changed. */
  boolean start(Plugin<ExporterFactory<?>> plugin) {
    if (running != null) {
      return false;
    }
    String was = problem;
    try {
      Exporter exporter =
          registry.call(plugin, "create", LIFE_DEADLINE, () -> create(plugin.factory()));
      running = new Running(plugin, exporter);
      problem = "";
      LOG.info("The exporter {} of type {} runs.", name, type);
      return true;
    } catch (PluginCallException e) {
      problem = rootMessage(e);
      LOG.warn("The exporter {} of type {} cannot run: {}", name, type, problem);
      return !problem.equals(was);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <C extends Record> Exporter create(ExporterFactory<C> factory) throws ConfigException {
    ConfigNode node = config;
    C bound =
        node == null
            ? EmptyConfig.of(factory.configuration(), context)
            : node.bind(factory.configuration());
    return factory.create(bound, context);
  }

  /** A refused configuration is told in its own words; the call's words say less. */
  private static String rootMessage(PluginCallException e) {
    Throwable cause = e.getCause();
    return cause instanceof ConfigException || cause instanceof IllegalArgumentException
        ? String.valueOf(cause.getMessage())
        : String.valueOf(e.getMessage());
  }

  MetricSnapshots collect(Duration deadline) throws PluginCallException, InterruptedException {
    long start = System.nanoTime();
    Running now = running();
    CollectPermit.Held held = take(now, deadline);
    try {
      return registry.call(
          now.plugin(), "collect", left(deadline, start), held.around(now.exporter()::collect));
    } finally {
      held.leave();
    }
  }

  void collect(Duration deadline, Consumer<CallOutcome<MetricSnapshots>> then)
      throws InterruptedException {
    long start = System.nanoTime();
    Running now;
    CollectPermit.Held held;
    try {
      now = running();
      held = take(now, deadline);
    } catch (PluginCallException e) {
      then.accept(new CallOutcome.Failed<>(e));
      return;
    }
    registry.call(
        now.plugin(),
        "collect",
        left(deadline, start),
        held.around(now.exporter()::collect),
        outcome -> {
          held.leave();
          then.accept(outcome);
        });
  }

  private static Duration left(Duration deadline, long start) {
    return deadline.minusNanos(System.nanoTime() - start);
  }

  private Running running() throws PluginCallException {
    Running now = running;
    if (now == null) {
      throw new PluginCallException(
          "the exporter " + name + " does not run: " + problem, false, null);
    }
    return now;
  }

  private CollectPermit.Held take(Running now, Duration deadline)
      throws PluginCallException, InterruptedException {
    try {
      return now.permit().take(name, deadline);
    } catch (PluginCallException e) {
      if (now.permit().hangs()) {
        registry.stillOverdue(now.plugin(), "collect", deadline);
      }
      throw e;
    }
  }

  /** Closes the exporter after its last collect, and waits for a plug-in again. */
  void stop() {
    Running now = running;
    running = null;
    problem = waiting();
    if (now == null) {
      return;
    }
    try {
      // One that hangs is not waited for; whoever waits for the permit is told of the stop.
      now.permit().end(LIFE_DEADLINE);
      registry.call(
          now.plugin(),
          "close",
          LIFE_DEADLINE,
          () -> {
            now.exporter().close();
            return null;
          });
      LOG.info("The exporter {} of type {} was stopped.", name, type);
    } catch (PluginCallException e) {
      LOG.warn("The exporter {} did not close in order: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
