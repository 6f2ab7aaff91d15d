// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatChoiceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text/plain | | TEXT | ``",
        "text/plain; version=0.0.4 | | TEXT | ``",
        "Text/Plain; version=1.0.0; charset=\"utf-8\"; escaping=allow-utf-8; | | TEXT | ``",
        "application/openmetrics-text; version=1.0.0; charset=utf-8 | | OPENMETRICS | ``",
        "`` | | | non-compliant scrape target sending blank Content-Type and no"
            + " fallback_scrape_protocol specified for target",
        "`` | TEXT | TEXT | non-compliant scrape target sending blank Content-Type, using"
            + " fallback_scrape_protocol \"text/plain\"",
        "invalid/ | | | expected token after slash",
        "invalid/ | OPENMETRICS | OPENMETRICS | expected token after slash",
        "invalid/invalid/invalid | TEXT | TEXT | unexpected content after media subtype",
        "/ | | | no media type",
        "text/plain; charset | | | invalid media parameter",
        "text/plain; charset=\"x | | | invalid media parameter",
        "application/openmetrics-text; charset=UTF-8; charset=utf-8 | | | duplicate parameter name",
        "text/html | | | received unsupported Content-Type \"text/html\" and no"
            + " fallback_scrape_protocol specified for target",
        "text/html | TEXT | TEXT | received unsupported Content-Type \"text/html\", using"
            + " fallback_scrape_protocol \"text/plain\"",
      })
  void choosesAsUpstreamDoes(
      String contentType, @Nullable Format fallback, @Nullable Format format, String problem) {
    FormatChoice choice = FormatChoice.of(contentType, fallback);
    assertThat(choice.format()).isEqualTo(format);
    assertThat(choice.problem()).contains(problem);
    assertThat(choice.problem().isEmpty()).isEqualTo(problem.isEmpty());
  }
}
