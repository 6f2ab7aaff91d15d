// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UiFileTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "assets/a-1.js, text/javascript; charset=utf-8",
    "assets/a-1.css, text/css; charset=utf-8",
    "favicon.svg, image/svg+xml",
    "licenses.md, text/plain; charset=utf-8",
    "unknown, application/octet-stream",
  })
  void hasTheTypeOfItsName(String path, String type) {
    assertThat(new UiFile(path, 1, -1, HASH).type()).isEqualTo(type);
  }

  @Test
  void isKeptForEverOnlyWhenItsNameChangesWithItsContent() {
    assertThat(new UiFile("assets/a-1.js", 1, -1, HASH).cacheControl()).contains("immutable");
    assertThat(new UiFile("index.html", 1, -1, HASH).cacheControl()).isEqualTo("no-cache");
    assertThat(new UiFile("theme.js", 1, -1, HASH).cacheControl()).isEqualTo("no-cache");
  }

  @Test
  void hasAnotherTagWhenCompressed() {
    UiFile file = new UiFile("index.html", 10, 5, HASH);
    assertThat(file.etag(false)).isEqualTo("\"0123456789abcdef0123456789abcdef\"");
    assertThat(file.etag(true)).isEqualTo("\"0123456789abcdef0123456789abcdef-gzip\"");
  }

  @Test
  void refusesWhatIsNoRelativePathOrHash() {
    assertThatIllegalArgumentException().isThrownBy(() -> new UiFile("/x", 1, -1, HASH));
    assertThatIllegalArgumentException().isThrownBy(() -> new UiFile("", 1, -1, HASH));
    assertThatIllegalArgumentException().isThrownBy(() -> new UiFile("x", 1, -1, "12"));
  }
}
