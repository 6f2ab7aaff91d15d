// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "deflate, gzip;q=0.5, br",
        "GZIP",
        "br, *",
        "*;q=0.1",
        "x-gzip",
        "gzip ; q=1"
      })
  void seesThatGzipIsAccepted(String header) {
    assertThat(Conditions.acceptsGzip(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "br", "identity", "gzip;q=0", "gzip; q = 0.000", "*;q=0", "*, gzip;q=0"})
  void seesThatGzipIsNotAccepted(String header) {
    assertThat(Conditions.acceptsGzip(header)).isFalse();
  }

  @Test
  void takesNoHeaderForNo() {
    assertThat(Conditions.acceptsGzip(null)).isFalse();
    assertThat(Conditions.has(null, "\"a\"")).isFalse();
  }

  @Test
  void knowsATagInAList() {
    assertThat(Conditions.has("\"b\", W/\"a\"", "\"a\"")).isTrue();
    assertThat(Conditions.has("\"a\"", "\"a\"")).isTrue();
    assertThat(Conditions.has("*", "\"a\"")).isTrue();
    assertThat(Conditions.has("\"a-gzip\"", "\"a\"")).isFalse();
    assertThat(Conditions.has("a", "\"a\"")).isFalse();
  }
}
