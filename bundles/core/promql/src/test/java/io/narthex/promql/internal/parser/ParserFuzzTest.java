// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.PrettyPrinter;
import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.plan.PlanException;
import io.narthex.promql.internal.plan.Planner;
import io.narthex.promql.internal.plan.QueryTimes;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Any text is an expression, or is refused with a position: never another failure, never a hang.
 *
 * <p>The system property {@code narthex.fuzz.seconds} makes it go on for so long; {@code
 * narthex.fuzz.seed} repeats a run. What long runs found is in {@code RegexCostTest} and {@link
 * PrintedExpressionsTest}.
 */
class ParserFuzzTest {

  private static final int TEXTS = 150_000;

  /** Far above what any text needs, so that a busy machine is no failure. */
  private static final long HANG_NANOS = Duration.ofSeconds(20).toNanos();

  private static final Pattern REFUSAL =
      Pattern.compile("(\\d+:\\d+|unknown position): parse error: .+", Pattern.DOTALL);

  private static final Pattern SIGNS =
      Pattern.compile("offset\\s*[-+]\\s*[-+]", Pattern.CASE_INSENSITIVE);

  private static final QueryTimes TIMES = new QueryTimes(0, 60_000, 15_000, 60_000);

  /** Checks a text; returns whether it is an expression. */
  static boolean check(String text) {
    Expr expr;
    try {
      expr = Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
    } catch (ParseException e) {
      assertThat(e.getMessage()).matches(REFUSAL);
      return false;
    }
    String printed = Printer.print(expr);
    PrettyPrinter.print(expr);
    try {
      new Planner(TIMES, FunctionRegistry.STANDARD).plan(expr);
    } catch (PlanException e) {
      assertThat(e.getMessage()).matches(Pattern.compile("\\d+:\\d+: .+", Pattern.DOTALL));
    }
    if (!printed.contains("Inf") && !SIGNS.matcher(text).find()) {
      // Upstream's form of infinity has a sign, which reads back as an operator; and operators
      // behind an offset of several signs do not belong to it once these are worked out.
      Expr again = Parser.parse(printed, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
      assertThat(Printer.print(again)).isEqualTo(printed);
    }
    return true;
  }

  @Test
  void anyTextIsAnsweredOrRefusedWithAPosition() {
    long seed = Long.getLong("narthex.fuzz.seed", System.nanoTime());
    long end =
        System.nanoTime() + Duration.ofSeconds(Long.getLong("narthex.fuzz.seconds", 0)).toNanos();
    RandomTexts texts = new RandomTexts(new Random(seed));
    int expressions = 0;
    long tried = 0;
    while (tried < TEXTS || System.nanoTime() - end < 0) {
      String text = texts.next();
      long start = System.nanoTime();
      try {
        if (check(text)) {
          expressions++;
        }
      } catch (RuntimeException | StackOverflowError | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
      assertThat(System.nanoTime() - start).as("seed %d: %s", seed, text).isLessThan(HANG_NANOS);
      tried++;
    }
    System.out.println(
        "ParserFuzzTest seed " + seed + ": " + tried + " texts, " + expressions + " expressions");
    assertThat(expressions).as("texts that are expressions").isGreaterThan(TEXTS / 100);
  }
}
