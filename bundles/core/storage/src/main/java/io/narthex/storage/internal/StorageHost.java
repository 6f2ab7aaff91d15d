// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import io.narthex.storage.RowIntake;
import io.narthex.storage.StorageState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the engine when its plug-in arrives, closes it before the plug-in goes, and tells others
 * through one delegate that stays. Rows that come meanwhile wait in a {@link RowWaitingRoom}.
 */
final class StorageHost
    implements StorageState, PluginListener<StorageEngineFactory<?>>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StorageHost.class);

  /** Opening may replay a long log. */
  private static final Duration OPEN_DEADLINE = Duration.ofMinutes(30);

  private static final Duration CLOSE_DEADLINE = Duration.ofMinutes(1);

  private record Opened(Plugin<StorageEngineFactory<?>> plugin, StorageEngine engine) {}

  private final PluginRegistry registry;
  private volatile StorageSettings settings;
  private final Consumer<Boolean> availability;
  private final AppendCounts counts = new AppendCounts();
  private final SwappableEngine delegate = new SwappableEngine(() -> status().reason(), counts);
  private final RowWaitingRoom rows =
      new RowWaitingRoom(() -> status().reason(), RowWaitingRoom.DEFAULT_BYTES, counts);
  private final List<Plugin<StorageEngineFactory<?>>> live = new ArrayList<>();

  private @Nullable Opened opened;
  private PluginRegistry.@Nullable Registration registration;
  private volatile Status status;

  /**
   * A host without engine; {@link #open} begins to listen to plug-ins.
   *
   * @param availability told true when an engine has been opened, and false before one is closed
   */
  StorageHost(PluginRegistry registry, StorageSettings settings, Consumer<Boolean> availability) {
    this.registry = registry;
    this.settings = settings;
    this.availability = availability;
    this.status = waiting();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the kind of a generic factory has no class literal
  void open() {
    registration =
        registry.listen((Class<StorageEngineFactory<?>>) (Class) StorageEngineFactory.class, this);
  }

  /** Says that an engine that is not there now is missing, and not just still being loaded. */
  synchronized void pluginsLoaded() {
    if (live.isEmpty()) {
      LOG.warn(
          "Nothing is stored and nothing can be queried: waiting for storage plug-in {}, named by"
              + " --storage.engine.",
          settings.type());
    }
  }

  /** Returns what stands before the engines. */
  StorageEngine engine() {
    return delegate;
  }

  /**
   * Takes limits that were changed; the engine sees them at once. Folder and type stay, and the
   * engine's own options hold from when it is next opened.
   */
  void limits(StorageSettings changed) {
    StorageSettings before = settings;
    settings =
        new StorageSettings(
            before.type(),
            before.dataFolder(),
            changed.retention(),
            changed.retentionBytes(),
            changed.outOfOrderWindow(),
            changed.maxExemplars(),
            changed.engineOptions(),
            before.clock());
  }

  /** Returns the metrics about what is stored. */
  StorageCollector metrics() {
    return new StorageCollector(delegate, () -> settings, counts);
  }

  /** Returns what takes rows at any time. */
  RowIntake intake() {
    return rows;
  }

  private Status waiting() {
    return new Status(settings.type(), false, "", "waiting for storage plug-in " + settings.type());
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public synchronized void added(Plugin<StorageEngineFactory<?>> plugin) {
    if (!plugin.type().equals(settings.type())) {
      return;
    }
    live.add(plugin);
    if (opened == null) {
      start(plugin);
    }
  }

  @Override
  public synchronized void removed(Plugin<StorageEngineFactory<?>> plugin) {
    live.removeIf(other -> other.factory() == plugin.factory());
    Opened present = opened;
    if (present == null || present.plugin().factory() != plugin.factory()) {
      if (present == null && live.isEmpty()) {
        status = waiting();
      }
      return;
    }
    stop(present);
    if (!live.isEmpty()) {
      start(live.getFirst());
    }
  }

  private void start(Plugin<StorageEngineFactory<?>> plugin) {
    status =
        new Status(
            settings.type(),
            false,
            plugin.version(),
            "the storage engine is opening " + settings.dataFolder());
    LOG.info("Opening the storage engine {} in {}.", plugin.type(), settings.dataFolder());
    try {
      StorageEngine engine =
          registry.call(plugin, "open", OPEN_DEADLINE, () -> open(plugin.factory()));
      opened = new Opened(plugin, engine);
      rows.attach(engine);
      delegate.swap(engine);
      status = new Status(settings.type(), true, plugin.version(), "");
      LOG.info("The storage engine {} {} is open.", plugin.type(), plugin.version());
      availability.accept(true);
    } catch (PluginCallException e) {
      Throwable cause = e.getCause();
      String reason =
          cause instanceof IOException || cause instanceof ConfigException
              ? String.valueOf(cause.getMessage())
              : String.valueOf(e.getMessage());
      status = new Status(settings.type(), false, plugin.version(), reason);
      LOG.error("The storage engine {} cannot be opened: {}", plugin.type(), reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <C extends Record> StorageEngine open(StorageEngineFactory<C> factory)
      throws IOException, ConfigException {
    StorageSettings now = settings;
    ConfigNode options = now.engineOptions();
    if (options == null) {
      options =
          ConfigBinder.empty(
              "storage engine " + now.type(),
              Objects.requireNonNullElse(
                  now.dataFolder().toAbsolutePath().getParent(), now.dataFolder()));
    }
    return factory.open(options.bind(factory.configuration()), new CurrentSettings(() -> settings));
  }

  private void stop(Opened present) {
    availability.accept(false);
    status = waiting();
    delegate.swap(null);
    opened = null;
    rows.detach();
    try {
      registry.call(
          present.plugin(),
          "close",
          CLOSE_DEADLINE,
          () -> {
            present.engine().close();
            return null;
          });
      LOG.info("The storage engine {} is closed.", settings.type());
    } catch (PluginCallException e) {
      LOG.error(
          "The storage engine {} did not close in order: {}", settings.type(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    PluginRegistry.Registration listening = registration;
    if (listening != null) {
      listening.close();
    }
    rows.end();
    synchronized (this) {
      live.clear();
      Opened present = opened;
      if (present != null) {
        stop(present);
      }
    }
  }
}
