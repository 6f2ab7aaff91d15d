// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.util.List;

/**
 * What a call needs to know of a function.
 *
 * @param args the types of the arguments
 * @param variadic 0 when all arguments must be given; n when the last type may be left out or be
 *     given up to n times; -1 when it may be given any number of times
 * @param result the type of the value
 * @param experimental whether it must be switched on
 */
public record FunctionType(
    String name, List<ValueType> args, int variadic, ValueType result, boolean experimental) {

  public FunctionType {
    args = List.copyOf(args);
  }
}
