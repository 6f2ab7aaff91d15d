// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

class ResolverSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "web,       1, web.x. web.y.z. web.",
    "web.a,     1, web.a. web.a.x. web.a.y.z.",
    "web.a,     2, web.a.x. web.a.y.z. web.a.",
    "a.b.c,     2, a.b.c. a.b.c.x. a.b.c.y.z.",
    "web,       0, web. web.x. web.y.z.",
    "web.a.,    5, web.a."
  })
  void triesTheSearchListBeforeOrAfterTheNameItself(String name, int ndots, String expected)
      throws Exception {
    ResolverSettings settings =
        new ResolverSettings(
            List.of(), List.of(Name.fromString("x."), Name.fromString("y.z.")), ndots);

    assertThat(settings.candidates(name)).map(Name::toString).containsExactly(expected.split(" "));
  }

  @Test
  void leavesOutWhatBecomesTooLong() throws Exception {
    String label = "a".repeat(60);
    String name = String.join(".", label, label, label, label);
    ResolverSettings settings =
        new ResolverSettings(List.of(), List.of(Name.fromString("example.com.")), 1);

    assertThat(settings.candidates(name)).map(Name::toString).containsExactly(name + ".");
  }

  @Test
  void theSystemNamesAServer() {
    assertThat(ResolverSettings.ofSystem().servers()).isNotEmpty();
  }
}
