// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.util.List;

/** A function call. */
public record Call(FunctionType function, List<Expr> args, Span span) implements Expr {

  public Call {
    args = List.copyOf(args);
  }

  @Override
  public ValueType type() {
    return function.result();
  }
}
