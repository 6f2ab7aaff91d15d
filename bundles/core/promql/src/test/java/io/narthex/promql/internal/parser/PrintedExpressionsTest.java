// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.internal.function.FunctionRegistry;
import org.junit.jupiter.api.Test;

/** Expressions whose canonical form was once not what was read; most were found by the fuzzer. */
class PrintedExpressionsTest {

  @Test
  void theEmptySelectorIsSeen() {
    assertThat(print("info(a,{})")).isEqualTo("info(a, {})");
    assertThat(print(print("info(a,{})"))).isEqualTo("info(a, {})");
  }

  private static String print(String text) {
    return Printer.print(Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type));
  }

  @Test
  void theSmallestNumbersHaveOneDigit() {
    assertThat(GoText.general(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(GoText.plain(Double.MIN_VALUE)).hasSize(326).startsWith("0.000").endsWith("05");
    assertThat(GoText.general(2 * Double.MIN_VALUE)).isEqualTo("1e-323");
    assertThat(GoText.general(-3 * Double.MIN_VALUE)).isEqualTo("-1.5e-323");
    assertThat(GoText.general(1.2)).isEqualTo("1.2");
    assertThat(GoText.general(2e23)).isEqualTo("2e+23");
  }
}
