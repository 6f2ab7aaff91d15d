// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UiRoutesTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  private UiRoutes routes;

  @BeforeEach
  void readCatalogue() throws IOException {
    String catalogue =
        """
        assets/index-Ab1.js\t2000\t700\t%1$s
        favicon.svg\t446\t-\t%1$s
        index.html\t824\t449\t%1$s
        """
            .formatted(HASH);
    routes =
        new UiRoutes(
            UiCatalogue.read(new ByteArrayInputStream(catalogue.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/query", "/graph", "/targets", "/plugins", "/status", "/config", "/flags"})
  void answersEachPageWithTheIndex(String path) {
    assertThat(routes.answer(path))
        .isEqualTo(new UiAnswer.Content(new UiFile("index.html", 824, 449, HASH)));
  }

  @Test
  void answersFilesWithTheirContent() {
    assertThat(routes.answer("/assets/index-Ab1.js"))
        .isEqualTo(new UiAnswer.Content(new UiFile("assets/index-Ab1.js", 2000, 700, HASH)));
    assertThat(routes.answer("/favicon.svg"))
        .isEqualTo(new UiAnswer.Content(new UiFile("favicon.svg", 446, -1, HASH)));
  }

  @ParameterizedTest
  @CsvSource({"'', /", "//, /", "/index.html, /", "/query/, /query", "/targets/, /targets"})
  void sendsOtherSpellingsOfAPageToTheOneThatRelativeAddressesWorkFrom(String path, String to) {
    assertThat(routes.answer(path)).isEqualTo(new UiAnswer.Moved(to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/query",
        "/api/v1/nothing",
        "/-/ready",
        "/metrics",
        "/query/deeper",
        "/Query",
        "/assets/index-old.js",
        "/assets/",
        "/assets/index-Ab1.js.gz",
        "/catalogue.tsv",
        "/../UiServlet.class",
        "/assets/../index.html",
        "/ui/index.html"
      })
  void hasNothingElse(String path) {
    assertThat(routes.answer(path)).isEqualTo(new UiAnswer.Missing());
  }
}
