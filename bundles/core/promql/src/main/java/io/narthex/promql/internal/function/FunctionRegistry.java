// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import io.narthex.promql.internal.ast.FunctionType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All functions by name. Immutable: what plug-ins bring is in a registry of its own making. */
public final class FunctionRegistry {

  /** The functions of the standard. */
  public static final FunctionRegistry STANDARD =
      new FunctionRegistry(
          List.of(
              MathFunctions.all(),
              TimeFunctions.all(),
              VectorFunctions.all(),
              RangeFunctions.all(),
              LabelFunctions.all(),
              HistogramFunctions.all()));

  private final Map<String, FunctionDefinition> byName = new TreeMap<>();

  private FunctionRegistry(List<? extends Collection<FunctionDefinition>> families) {
    for (Collection<FunctionDefinition> family : families) {
      for (FunctionDefinition f : family) {
        if (byName.put(f.name(), f) != null) {
          throw new IllegalArgumentException("function " + f.name() + " is defined twice");
        }
      }
    }
  }

  /**
   * Returns these functions and others.
   *
   * @throws IllegalArgumentException when a name is taken
   */
  public FunctionRegistry with(Collection<FunctionDefinition> others) {
    return new FunctionRegistry(List.of(byName.values(), others));
  }

  /** Returns the types of a function, or null when there is none of that name. */
  public @Nullable FunctionType type(String name) {
    FunctionDefinition f = byName.get(name);
    return f == null ? null : f.type();
  }

  /** Returns a function that exists. */
  public FunctionDefinition get(String name) {
    FunctionDefinition f = byName.get(name);
    if (f == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return f;
  }

  /** Returns all functions, sorted by name. */
  public Collection<FunctionDefinition> all() {
    return byName.values();
  }
}
