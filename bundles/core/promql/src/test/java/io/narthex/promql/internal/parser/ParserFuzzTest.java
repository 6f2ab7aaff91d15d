// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.PrettyPrinter;
import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.internal.function.FunctionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any text is an expression, or is refused with a position: never another failure, never a hang.
 */
class ParserFuzzTest {

  private static final int TEXTS = 150_000;

  private static final List<String> PIECES =
      List.of(
          "sum",
          "by",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "a",
          "b:c",
          "=",
          "=~",
          "!~",
          "!=",
          "\"x\"",
          "'y'",
          "`z`",
          ",",
          "1",
          "0x1f",
          "1e3",
          ".5",
          "5m",
          "1h30m",
          ":",
          "@",
          "offset",
          "start()",
          "end()",
          "step()",
          "range()",
          "+",
          "-",
          "*",
          "/",
          "%",
          "^",
          "==",
          "</",
          ">/",
          "<",
          "and",
          "or",
          "unless",
          "on",
          "ignoring",
          "group_left",
          "bool",
          "fill",
          "fill_left",
          "anchored",
          "smoothed",
          "rate",
          "topk",
          "min_of",
          "max_of",
          " ",
          "\n",
          "#c\n",
          "\\",
          "\"\\x",
          "é",
          "\u0000",
          "\uD800",
          "inf",
          "nan",
          "__name__",
          "quantile",
          "atan2",
          "info",
          "without");

  private static void check(String text, long seed) {
    Expr expr;
    try {
      expr = Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
    } catch (ParseException e) {
      assertThat(e.getMessage())
          .as("seed %d: %s", seed, text)
          .matches("(?s)(\\d+:\\d+|unknown position): parse error: .+");
      return;
    }
    String printed = Printer.print(expr);
    PrettyPrinter.print(expr);
    if (printed.contains("Inf")) {
      // Upstream's form of infinity has a sign, which reads back as an operator.
      return;
    }
    Expr again = Parser.parse(printed, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
    assertThat(Printer.print(again)).as("seed %d: %s", seed, text).isEqualTo(printed);
  }

  private static String text(Random random) {
    if (random.nextInt(10) == 0) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    int n = 1 + random.nextInt(12);
    for (int i = 0; i < n; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      if (random.nextInt(3) == 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  @Test
  void anyTextIsAnsweredOrRefusedWithAPosition() {
    long seed = Long.getLong("narthex.seed", System.nanoTime());
    System.out.println("ParserFuzzTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      check(text(random), seed);
    }
  }
}
