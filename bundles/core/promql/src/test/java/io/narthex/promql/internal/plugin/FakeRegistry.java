// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.plugin.PluginFactory;
import io.narthex.spi.promql.PromqlFunction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A registry with one listener; calls have a deadline that a test sets. */
final class FakeRegistry implements PluginRegistry {

  final AtomicInteger evaluations = new AtomicInteger();
  Duration longest = Duration.ofSeconds(10);
  private @Nullable PluginListener<PromqlFunction> listener;

  /** Offers a function as the registry does; returns what is objected, or null. */
  @Nullable String offer(PromqlFunction function) {
    Plugin<PromqlFunction> plugin = plugin(function);
    Optional<String> objection = listener().objection(plugin);
    if (objection.isEmpty()) {
      listener().added(plugin);
    }
    return objection.orElse(null);
  }

  void remove(PromqlFunction function) {
    listener().removed(plugin(function));
  }

  private PluginListener<PromqlFunction> listener() {
    if (listener == null) {
      throw new IllegalStateException("nobody listens");
    }
    return listener;
  }

  private static Plugin<PromqlFunction> plugin(PromqlFunction function) {
    return new Plugin<>("function", function.type(), function, "com.acme.functions", "1.2.0");
  }

  @Override
  @SuppressWarnings("unchecked")
  public <F extends PluginFactory<?>> Registration listen(
      Class<F> kind, PluginListener<F> newListener) {
    listener = (PluginListener<PromqlFunction>) newListener;
    return () -> listener = null;
  }

  @Override
  public <F extends PluginFactory<?>> Optional<Plugin<F>> find(Class<F> kind, String type) {
    return Optional.empty();
  }

  @Override
  public <T extends @Nullable Object> T call(
      Plugin<?> plugin, String operation, Duration deadline, Callable<T> call)
      throws PluginCallException, InterruptedException {
    if (operation.equals("evaluate")) {
      evaluations.incrementAndGet();
    }
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    Duration within = deadline.compareTo(longest) < 0 ? deadline : longest;
    try {
      return task.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new PluginCallException("it took longer than " + within, true, e);
    } catch (ExecutionException e) {
      throw new PluginCallException(
          operation + " failed: " + e.getCause().getMessage(), false, e.getCause());
    }
  }
}
