// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.exporters.ExporterInstance;
import io.narthex.exporters.ExporterInstances;
import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.exporter.ExporterFactory;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the instances that the file lists, and one for each plug-in that is not listed and needs no
 * configuration.
 */
final class ExporterHost
    implements ExporterInstances, PluginListener<ExporterFactory<?>>, AutoCloseable {

  private final PluginRegistry registry;
  private final @Nullable Path file;
  private final Path dataFolder;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, HostedExporter> instances = new ConcurrentSkipListMap<>();

  /** Held while the list of instances changes. */
  private final Object changing = new Object();

  private final Map<String, List<Plugin<ExporterFactory<?>>>> live = new HashMap<>();
  private List<ExportersFile.Entry> listed;
  private PluginRegistry.@Nullable Registration registration;

  /**
   * Reads the file; {@link #open} begins to listen to plug-ins.
   *
   * @param file the list of instances, or null for none
   * @param dataFolder each instance gets a folder of its own in it
   * @throws ConfigException when the file is not good
   */
  ExporterHost(PluginRegistry registry, @Nullable Path file, Path dataFolder)
      throws ConfigException {
    this.registry = registry;
    this.file = file;
    this.dataFolder = dataFolder;
    this.listed = read();
    for (ExportersFile.Entry entry : listed) {
      instances.put(entry.name(), hosted(entry.name(), entry.type(), entry.config()));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the kind of a generic factory has no class literal
  void open() {
    registration = registry.listen((Class<ExporterFactory<?>>) (Class) ExporterFactory.class, this);
  }

  private List<ExportersFile.Entry> read() throws ConfigException {
    return file == null ? List.of() : ConfigBinder.read(file).bind(ExportersFile.class).exporters();
  }

  private HostedExporter hosted(String name, String type, @Nullable ConfigNode config) {
    return new HostedExporter(
        registry, name, type, config, new InstanceContext(name, dataFolder.resolve(name)));
  }

  /**
   * Reads the file again: new instances start, missing ones stop, changed ones are replaced.
   *
   * @throws ConfigException when the file is not good; nothing changes then
   */
  void reload() throws ConfigException {
    List<ExportersFile.Entry> next = read();
    boolean changed;
    synchronized (changing) {
      changed = !next.equals(listed);
      if (changed) {
        apply(next);
      }
    }
    if (changed) {
      tell();
    }
  }

  private void apply(List<ExportersFile.Entry> next) {
    listed = next;
    Map<String, HostedExporter> wanted = new TreeMap<>();
    for (ExportersFile.Entry entry : next) {
      HostedExporter old = instances.get(entry.name());
      boolean same =
          old != null
              && old.type().equals(entry.type())
              && Objects.equals(old.config(), entry.config());
      wanted.put(entry.name(), same ? old : hosted(entry.name(), entry.type(), entry.config()));
    }
    for (List<Plugin<ExporterFactory<?>>> plugins : live.values()) {
      Plugin<ExporterFactory<?>> plugin = plugins.getFirst();
      if (runsUnlisted(plugin)) {
        wanted.computeIfAbsent(
            plugin.type(),
            type -> {
              HostedExporter old = instances.get(type);
              return old != null && old.config() == null && old.type().equals(type)
                  ? old
                  : hosted(type, type, null);
            });
      }
    }
    // New ones start before old ones stop, so that no name is without its exporter for long.
    wanted.forEach(
        (name, exporter) -> {
          List<Plugin<ExporterFactory<?>>> plugins = live.get(exporter.type());
          if (plugins != null) {
            exporter.start(plugins.getFirst());
          }
          HostedExporter old = instances.put(name, exporter);
          if (old != null && old != exporter) {
            old.stop();
          }
        });
    for (Map.Entry<String, HostedExporter> entry : instances.entrySet()) {
      if (!wanted.containsKey(entry.getKey())) {
        instances.remove(entry.getKey());
        entry.getValue().stop();
      }
    }
  }

  /** A plug-in of no listed instance that needs no configuration runs by itself. */
  private boolean runsUnlisted(Plugin<ExporterFactory<?>> plugin) {
    return listed.stream().noneMatch(entry -> entry.type().equals(plugin.type()))
        && EmptyConfig.suffices(plugin.factory().configuration());
  }

  @Override
  public void added(Plugin<ExporterFactory<?>> plugin) {
    synchronized (changing) {
      live.computeIfAbsent(plugin.type(), type -> new ArrayList<>()).add(plugin);
      if (runsUnlisted(plugin)) {
        instances.computeIfAbsent(plugin.type(), type -> hosted(type, type, null));
      }
      startAll(plugin);
    }
    tell();
  }

  private void startAll(Plugin<ExporterFactory<?>> plugin) {
    for (HostedExporter exporter : instances.values()) {
      if (exporter.type().equals(plugin.type())) {
        exporter.start(plugin);
      }
    }
  }

  @Override
  public void removed(Plugin<ExporterFactory<?>> plugin) {
    synchronized (changing) {
      List<Plugin<ExporterFactory<?>>> others = live.getOrDefault(plugin.type(), new ArrayList<>());
      others.removeIf(other -> other.factory() == plugin.factory());
      for (HostedExporter exporter : instances.values()) {
        if (exporter.runsOn(plugin)) {
          exporter.stop();
        }
      }
      if (others.isEmpty()) {
        live.remove(plugin.type());
        if (listed.stream().noneMatch(entry -> entry.type().equals(plugin.type()))) {
          instances.remove(plugin.type());
        }
      } else {
        startAll(others.getFirst());
      }
    }
    tell();
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<ExporterInstance> instances() {
    return instances.values().stream().map(HostedExporter::describe).toList();
  }

  @Override
  public MetricSnapshots collect(String name, Duration deadline)
      throws PluginCallException, InterruptedException {
    HostedExporter exporter = instances.get(name);
    if (exporter == null) {
      throw missing(name);
    }
    return exporter.collect(deadline);
  }

  @Override
  public void collect(String name, Duration deadline, Consumer<CallOutcome<MetricSnapshots>> then)
      throws InterruptedException {
    HostedExporter exporter = instances.get(name);
    if (exporter == null) {
      then.accept(new CallOutcome.Failed<>(missing(name)));
    } else {
      exporter.collect(deadline, then);
    }
  }

  private static PluginCallException missing(String name) {
    return new PluginCallException("there is no exporter named " + name, false, null);
  }

  @Override
  public Registration listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    PluginRegistry.Registration listening = registration;
    if (listening != null) {
      listening.close();
    }
    synchronized (changing) {
      instances.values().forEach(HostedExporter::stop);
      instances.clear();
    }
  }
}
