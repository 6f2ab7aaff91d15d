// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.util.ArrayList;
import java.util.List;

/** Writes an expression with a line break at each node that is longer than 100 characters. */
public final class PrettyPrinter {

  private static final int MAX_LINE = 100;

  private PrettyPrinter() {}

  /** Returns the wrapped text. */
  public static String print(Expr expr) {
    return print(expr, 0);
  }

  private static String print(Expr expr, int level) {
    String line = Printer.print(expr);
    boolean fits = line.codePointCount(0, line.length()) <= MAX_LINE;
    String indent = "  ".repeat(level);
    return switch (expr) {
      case Unary u -> indent + (u.negative() ? "-" : "+") + print(u.expr(), level).strip();
      case Subquery s -> fits ? line : print(s.expr(), level) + Printer.subquerySuffix(s);
      case MatrixSelector m -> indent + line;
      case VectorSelector v -> indent + line;
      case NumberLiteral n -> indent + line;
      case StringLiteral s -> indent + line;
      case Aggregate a -> {
        if (fits) {
          yield indent + line;
        }
        String param = a.param() == null ? "" : print(a.param(), level + 1) + ",\n";
        yield indent
            + Printer.aggregateHead(a)
            + "(\n"
            + param
            + print(a.expr(), level + 1)
            + "\n"
            + indent
            + ")";
      }
      case Binary b ->
          fits
              ? indent + line
              : print(b.left(), level + 1)
                  + "\n"
                  + indent
                  + Printer.operator(b)
                  + "\n"
                  + print(b.right(), level + 1);
      case Call c -> {
        if (fits) {
          yield indent + line;
        }
        List<String> args = new ArrayList<>();
        for (Expr e : c.args()) {
          args.add(print(e, level + 1));
        }
        yield indent + c.function().name() + "(\n" + String.join(",\n", args) + "\n" + indent + ")";
      }
      case Paren p ->
          fits ? indent + line : indent + "(\n" + print(p.expr(), level + 1) + "\n" + indent + ")";
    };
  }
}
