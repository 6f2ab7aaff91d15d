// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.execution.Operator;
import java.util.List;

/**
 * A function.
 *
 * @param type name and types
 * @param timeDependent whether the value may differ from step to step though the arguments do not
 * @param body makes the operator of a call
 */
public record FunctionDefinition(FunctionType type, boolean timeDependent, Body body) {

  /** Makes the operator of a call. */
  @FunctionalInterface
  public interface Body {

    /** Returns the operator, of the function's result type. */
    Operator build(FunctionCall call);
  }

  /** A function of the stable language. */
  public static FunctionDefinition of(
      String name, ValueType result, List<ValueType> args, Body body) {
    return new FunctionDefinition(new FunctionType(name, args, 0, result, false), false, body);
  }

  /** Returns the same, marked experimental. */
  public FunctionDefinition experimental() {
    return new FunctionDefinition(
        new FunctionType(type.name(), type.args(), type.variadic(), type.result(), true),
        timeDependent,
        body);
  }

  /**
   * Returns the same, its last argument optional or repeated; see {@link FunctionType#variadic}.
   */
  public FunctionDefinition variadic(int times) {
    return new FunctionDefinition(
        new FunctionType(type.name(), type.args(), times, type.result(), type.experimental()),
        timeDependent,
        body);
  }

  /** Returns the same, marked as depending on the time of evaluation. */
  public FunctionDefinition dependingOnTime() {
    return new FunctionDefinition(type, true, body);
  }

  /** Returns the name. */
  public String name() {
    return type.name();
  }
}
