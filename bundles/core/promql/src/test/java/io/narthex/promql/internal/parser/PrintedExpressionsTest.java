// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.internal.ast.VectorSelector;
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

  /** Which operators belong to an offset, and how its length is written. */
  @Test
  void offsetsEndWhereUpstreamEndsThem() {
    assertThat(print("a offset (5m) + 3")).isEqualTo("a offset (5m) + 3");
    assertThat(
            Parser.parse("a offset (5m) + 3", ParserOptions.ALL, FunctionRegistry.STANDARD::type))
        .isInstanceOf(VectorSelector.class);
    assertThat(
            Parser.parse("a offset --5m * 3", ParserOptions.ALL, FunctionRegistry.STANDARD::type))
        .isInstanceOf(VectorSelector.class);
    assertThat(
            Parser.parse("a offset -(5m) + 3", ParserOptions.ALL, FunctionRegistry.STANDARD::type))
        .isInstanceOf(Binary.class);
    assertThat(print("a offset --5m + 3")).isEqualTo("a offset 5m + 3");
    assertThat(print("a offset +(5m)*2")).isEqualTo("a offset (5m) * 2");
  }

  @Test
  void durationsArePrintedInDaysAndLess() {
    assertThat(print("1y2w3d4h5m6s7ms")).isEqualTo("382d4h5m6s7ms");
    assertThat(print("a[36h]")).isEqualTo("a[1d12h]");
    assertThat(print("a[14d]")).isEqualTo("a[2w]");
    assertThat(print("1 + 1001ms")).isEqualTo("1 + 1s");
    assertThat(print("a offset 1001ms")).isEqualTo("a offset 1s1ms");
  }

  @Test
  void numbersMayHaveUnderscoresBetweenDigits() {
    assertThat(print("1_000 + 0x_1_f + 0_17 + 1_0.5e1_0"))
        .isEqualTo("1000 + 31 + 15 + 105000000000");
    assertThat(print("9223372036854775808 + 089")).isEqualTo("9223372036854776000 + 89");
  }
}
