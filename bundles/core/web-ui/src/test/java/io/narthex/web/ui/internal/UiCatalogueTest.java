// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UiCatalogueTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void readsALineForEachFile() throws IOException {
    UiCatalogue catalogue =
        read("index.html\t824\t449\t" + HASH + "\nfavicon.svg\t446\t-\t" + HASH + "\n");
    assertThat(catalogue.index()).isEqualTo(new UiFile("index.html", 824, 449, HASH));
    assertThat(catalogue.find("favicon.svg")).contains(new UiFile("favicon.svg", 446, -1, HASH));
    assertThat(catalogue.find("other")).isEmpty();
  }

  @Test
  void refusesWhatTheBuildDoesNotWrite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("index.html\t824\n"))
        .withMessageContaining("Line 1")
        .withMessageContaining("2 fields");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("favicon.svg\t446\t-\t" + HASH + "\n"))
        .withMessageContaining("no index.html");
  }

  @Test
  void listsExactlyTheFilesOfTheBundle() throws IOException {
    try (InputStream in = UiCatalogueTest.class.getResourceAsStream("/ui/catalogue.tsv")) {
      assertThat(in).as("the catalogue of the built app").isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      UiCatalogue catalogue = read(text);
      for (String line : text.lines().toList()) {
        UiFile file = catalogue.find(line.substring(0, line.indexOf('\t'))).orElseThrow();
        assertThat(sizeOf(file.path())).as(file.path()).isEqualTo(file.size());
        if (file.hasPacked()) {
          assertThat(sizeOf(file.path() + ".gz")).as(file.path()).isEqualTo(file.packedSize());
        }
        assertThat(file.type()).as(file.path()).isNotEqualTo("application/octet-stream");
      }
    }
  }

  private static int sizeOf(String path) throws IOException {
    try (InputStream in = UiCatalogueTest.class.getResourceAsStream("/ui/" + path)) {
      assertThat(in).as(path).isNotNull();
      return in.readAllBytes().length;
    }
  }

  private static UiCatalogue read(String text) throws IOException {
    return UiCatalogue.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
