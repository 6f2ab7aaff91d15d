// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.internal.function.FunctionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule of the syntax allows, by the canonical form that comes of it. */
class AcceptedExpressionsTest {

  static Stream<String> rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AcceptedExpressionsTest.class.getResourceAsStream("accepted.tsv"), "accepted.tsv")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("# "))
              .toList();
      assertThat(lines).hasSizeGreaterThan(50);
      return lines.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void haveACanonicalForm(String row) {
    int tab = row.indexOf('\t');
    String canonical = row.substring(tab + 1).translateEscapes();
    assertThat(print(row.substring(0, tab).translateEscapes())).isEqualTo(canonical);
    assertThat(print(canonical)).isEqualTo(canonical);
  }

  private static String print(String text) {
    return Printer.print(Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type));
  }
}
