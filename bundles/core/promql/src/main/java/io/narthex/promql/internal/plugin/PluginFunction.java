// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginRegistry;
import io.narthex.promql.QueryException;
import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.function.FunctionDefinition;
import io.narthex.spi.promql.PromqlFunction;
import io.narthex.spi.promql.PromqlFunction.ArgumentType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A function of a plug-in while the plug-in is there. Safe for several threads. */
final class PluginFunction {

  /** Longer than any block takes, and short enough that a hang is noticed. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final PluginRegistry registry;
  private final Plugin<PromqlFunction> plugin;
  private final FunctionDefinition definition;
  private int running;
  private boolean gone;

  /**
   * A function.
   *
   * @param constants what the plug-in said of it
   */
  PluginFunction(PluginRegistry registry, Plugin<PromqlFunction> plugin, Constants constants) {
    this.registry = registry;
    this.plugin = plugin;
    List<ValueType> args = constants.arguments().stream().map(PluginFunction::type).toList();
    boolean vector = args.contains(ValueType.VECTOR) || args.contains(ValueType.MATRIX);
    ValueType result = vector ? ValueType.VECTOR : ValueType.SCALAR;
    FunctionDefinition made =
        FunctionDefinition.of(
                plugin.type(),
                constants.description(),
                result,
                args,
                call -> PluginFunctionOperator.of(this, call, constants.keepsName()))
            .from(new FunctionDefinition.Origin(plugin.bundle(), plugin.version()));
    // A scalar that no argument decides is not folded, so it may as well depend on the time.
    this.definition = constants.dependsOnTime() || !vector ? made.dependingOnTime() : made;
  }

  /** What a function says of itself. */
  record Constants(
      List<ArgumentType> arguments, String description, boolean keepsName, boolean dependsOnTime) {

    Constants {
      arguments = List.copyOf(arguments);
    }

    static Constants of(PromqlFunction function) {
      return new Constants(
          function.arguments(),
          function.description(),
          function.keepsName(),
          function.dependsOnTime());
    }
  }

  private static ValueType type(ArgumentType type) {
    return switch (type) {
      case SCALAR -> ValueType.SCALAR;
      case INSTANT_VECTOR -> ValueType.VECTOR;
      case RANGE_VECTOR -> ValueType.MATRIX;
      case STRING -> ValueType.STRING;
    };
  }

  FunctionType type() {
    return definition.type();
  }

  /** Returns what parser, planner and engine know of it. */
  FunctionDefinition definition() {
    return definition;
  }

  /** Returns the plug-in's own object; call it within {@link #call} only. */
  PromqlFunction function() {
    return plugin.factory();
  }

  /** Runs the plug-in's code for a query. */
  <T> T call(Limits limits, Callable<T> code) {
    limits.check();
    synchronized (this) {
      if (gone) {
        throw failure("its plug-in was removed while the query ran");
      }
      running++;
    }
    try {
      Duration left = Duration.ofNanos(limits.nanosLeft()).plusMillis(1);
      return registry.call(
          plugin, "evaluate", left.compareTo(DEADLINE) < 0 ? left : DEADLINE, code);
    } catch (PluginCallException e) {
      limits.check();
      throw failure(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      limits.check();
      throw new EvaluationException(
          QueryException.Kind.CANCELED, "query was canceled in expression evaluation");
    } finally {
      synchronized (this) {
        running--;
        notifyAll();
      }
    }
  }

  private EvaluationException failure(String reason) {
    return new EvaluationException(
        "function "
            + plugin.type()
            + "() of the plug-in "
            + plugin.bundle()
            + " "
            + plugin.version()
            + ": "
            + reason);
  }

  /** Lets the plug-in go: no call begins any more, and none runs when this returns. */
  synchronized void end() throws InterruptedException {
    gone = true;
    long until = System.nanoTime() + DEADLINE.plusSeconds(1).toNanos();
    while (running > 0) {
      long ms = (until - System.nanoTime()) / 1_000_000;
      if (ms <= 0) {
        return;
      }
      wait(ms);
    }
  }
}
