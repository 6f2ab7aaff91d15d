// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.plugin.PluginFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Plug-ins that a test adds and removes; calls run on the caller's thread without a deadline, or
 * hang and are not waited for.
 */
final class FakeRegistry implements PluginRegistry {

  final List<String> operations = new ArrayList<>();

  /** Whether calls are waited for; otherwise they must hang, and overrun their deadlines. */
  boolean patient = true;

  /** How many calls were not made because another one hangs. */
  int overdue;

  private @Nullable Thread late;
  private final List<Plugin<?>> plugins = new ArrayList<>();
  private final List<PluginListener<?>> listeners = new ArrayList<>();

  @SuppressWarnings("unchecked")
  <F extends PluginFactory<?>> Plugin<F> add(String kind, F factory) {
    Plugin<F> plugin = new Plugin<>(kind, factory.type(), factory, "bundle", "1.0.0");
    plugins.add(plugin);
    listeners.forEach(listener -> ((PluginListener<F>) listener).added(plugin));
    return plugin;
  }

  @SuppressWarnings("unchecked")
  <F extends PluginFactory<?>> void remove(Plugin<F> plugin) {
    plugins.remove(plugin);
    listeners.forEach(listener -> ((PluginListener<F>) listener).removed(plugin));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <F extends PluginFactory<?>> Registration listen(
      Class<F> kind, PluginListener<F> listener) {
    listeners.add(listener);
    plugins.stream()
        .filter(plugin -> kind.isInstance(plugin.factory()))
        .forEach(plugin -> listener.added((Plugin<F>) plugin));
    return () -> listeners.remove(listener);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <F extends PluginFactory<?>> Optional<Plugin<F>> find(Class<F> kind, String type) {
    return plugins.stream()
        .filter(plugin -> kind.isInstance(plugin.factory()) && plugin.type().equals(type))
        .map(plugin -> (Plugin<F>) plugin)
        .findFirst();
  }

  @Override
  public void stillOverdue(Plugin<?> plugin, String operation, Duration deadline) {
    overdue++;
  }

  /** Waits for the call that overran its deadline. */
  void await() throws InterruptedException {
    Thread made = late;
    if (made != null) {
      made.join();
    }
  }

  @Override
  public <T extends @Nullable Object> T call(
      Plugin<?> plugin, String operation, Duration deadline, Callable<T> call)
      throws PluginCallException {
    operations.add(operation);
    if (!patient) {
      Thread made = Thread.ofVirtual().start(new FutureTask<>(call));
      late = made;
      while (made.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      throw new PluginCallException(
          plugin.type() + " failed to " + operation + ": late", true, null);
    }
    try {
      return call.call();
    } catch (Exception e) {
      throw new PluginCallException(
          plugin.type() + " failed to " + operation + ": " + e.getMessage(), false, e);
    }
  }
}
