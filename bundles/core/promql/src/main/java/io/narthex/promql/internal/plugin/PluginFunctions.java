// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginListener;
import io.narthex.plugins.PluginRegistry;
import io.narthex.promql.internal.function.FunctionDefinition;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.plugin.PluginFunction.Constants;
import io.narthex.spi.promql.PromqlFunction;
import io.narthex.spi.promql.PromqlFunction.ArgumentType;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions that can be called now: those of the standard and those of plug-ins. Safe for
 * several threads; a query takes the registry once and keeps it.
 */
@Component(service = PluginFunctions.class, immediate = true)
public final class PluginFunctions implements PluginListener<PromqlFunction> {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFunctions.class);

  private static final Duration CONSTANTS_DEADLINE = Duration.ofSeconds(2);

  private final PluginRegistry registry;
  private final PluginRegistry.Registration listening;
  private final Map<PromqlFunction, PluginFunction> live = new IdentityHashMap<>();
  private volatile FunctionRegistry functions = FunctionRegistry.STANDARD;

  /** Begins to follow the functions of plug-ins. */
  @Activate
  public PluginFunctions(@Reference PluginRegistry registry) {
    this.registry = registry;
    this.listening = registry.listen(PromqlFunction.class, this);
  }

  /** Lets all functions of plug-ins go. */
  @Deactivate
  public void close() {
    listening.close();
  }

  /** Returns the functions that can be called now. */
  public FunctionRegistry functions() {
    return functions;
  }

  @Override
  public Optional<String> objection(Plugin<PromqlFunction> plugin) {
    String name = plugin.type();
    if (FunctionRegistry.STANDARD.type(name) != null) {
      return Optional.of(
          "the function " + name + " is one of the standard; give it another name in type()");
    }
    if (!Parser.isFunctionName(name)) {
      return Optional.of(
          "the function "
              + name
              + " cannot be called: its name is a word of the language or begins with a digit;"
              + " give it another name in type()");
    }
    try {
      return objection(constants(plugin));
    } catch (PluginCallException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the server is ending");
    }
  }

  private static Optional<String> objection(Constants constants) {
    long vectors =
        constants.arguments().stream()
            .filter(a -> a == ArgumentType.INSTANT_VECTOR || a == ArgumentType.RANGE_VECTOR)
            .count();
    if (vectors > 1) {
      return Optional.of("arguments() has " + vectors + " vectors; a function has at most one");
    }
    if (constants.description().isBlank()) {
      return Optional.of("description() is empty; say in a sentence what the function computes");
    }
    return Optional.empty();
  }

  private Constants constants(Plugin<PromqlFunction> plugin)
      throws PluginCallException, InterruptedException {
    return registry.call(
        plugin, "describe", CONSTANTS_DEADLINE, () -> Constants.of(plugin.factory()));
  }

  @Override
  public void added(Plugin<PromqlFunction> plugin) {
    try {
      Constants constants = constants(plugin);
      Optional<String> objection = objection(plugin);
      if (objection.isPresent()) {
        LOG.warn("the function {} is not taken: {}", plugin.type(), objection.get());
        return;
      }
      PluginFunction function = new PluginFunction(registry, plugin, constants);
      synchronized (live) {
        live.put(plugin.factory(), function);
        publish();
      }
      LOG.info(
          "function {}() of {} {} can be called", plugin.type(), plugin.bundle(), plugin.version());
    } catch (PluginCallException e) {
      LOG.warn("the function {} is not taken: {}", plugin.type(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void removed(Plugin<PromqlFunction> plugin) {
    PluginFunction function;
    synchronized (live) {
      function = live.remove(plugin.factory());
      publish();
    }
    if (function == null) {
      return;
    }
    try {
      function.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() {
    Map<String, FunctionDefinition> definitions = new TreeMap<>();
    live.values().forEach(f -> definitions.put(f.type().name(), f.definition()));
    functions = FunctionRegistry.STANDARD.with(definitions.values());
  }
}
