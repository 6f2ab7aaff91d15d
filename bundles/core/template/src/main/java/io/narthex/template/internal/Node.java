// SPDX-License-Identifier: Apache-2.0
package io.narthex.template.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template's tree. Immutable. */
public sealed interface Node {

  /** Text that stands for itself. */
  record Text(String text) implements Node {}

  /** The value of a pipeline, printed; nothing is printed when it declares or assigns. */
  record Action(Pipeline pipeline) implements Node {}

  /** Which body of a {@link Branch} is taken how. */
  enum Control {
    IF,
    RANGE,
    WITH
  }

  /**
   * {@code if}, {@code range} or {@code with}.
   *
   * @param body what happens when the pipeline's value is not empty
   * @param otherwise what happens when it is
   */
  record Branch(Control control, Pipeline pipeline, List<Node> body, List<Node> otherwise)
      implements Node {}

  /** Ends the innermost {@code range}. */
  record Break() implements Node {}

  /** Goes on with the next round of the innermost {@code range}. */
  record Continue() implements Node {}

  /**
   * Runs a named template.
   *
   * @param pipeline its data, or null for none
   */
  record Call(String name, @Nullable Pipeline pipeline) implements Node {}

  /**
   * Commands of which each takes the value of the one before as its last argument.
   *
   * @param variables the variables that take the value
   * @param assigns whether these were declared before
   * @param line where it begins, from 1
   */
  record Pipeline(List<String> variables, boolean assigns, List<Command> commands, int line) {}

  /** A value, or a function or method with its arguments. */
  record Command(List<Operand> operands) {}

  /** A value in a command. */
  sealed interface Operand {}

  /** A function by name. */
  record Function(String name) implements Operand {}

  /** The data of this place. */
  record Dot() implements Operand {}

  /** No value. */
  record Nil() implements Operand {}

  /** True or false. */
  record Bool(boolean value) implements Operand {}

  /** A number or a character, as it stands. */
  record Number(String text) implements Operand {}

  /** A text, unquoted. */
  record Literal(String text) implements Operand {}

  /** Fields of the data of this place, from the outermost. */
  record Field(List<String> names) implements Operand {}

  /** A variable with its dollar sign, and fields of it. */
  record Variable(String name, List<String> fields) implements Operand {}

  /** Fields of a value in parentheses or of a function's. */
  record Chain(Operand of, List<String> fields) implements Operand {}

  /** A pipeline in parentheses. */
  record Nested(Pipeline pipeline) implements Operand {}
}
