// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsSdConfigTest {

  @Test
  void asksForServiceRecordsEvery30SecondsUnlessToldOtherwise() {
    assertThat(new DnsSdConfig(List.of("a"), null, 0, null))
        .isEqualTo(new DnsSdConfig(List.of("a"), "SRV", 0, Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a      | A     | 0      | a port is required in DNS-SD configs for all record types except SRV
          a      | aaaa  | 0      | a port is required in DNS-SD configs for all record types except SRV
          a      | MX    | 65536  | port is 65536, but must be from 1 to 65535
          a      | PTR   | 80     | invalid DNS-SD records type PTR
          a..b   | A     | 80     | "a..b" cannot be a DNS name
          ''     | A     | 80     | a name in names is empty
          """)
  void refusesWhatCannotWork(String name, String type, int port, String message) {
    assertThatThrownBy(() -> new DnsSdConfig(List.of(name), type, port, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesNoNamesAndNoInterval() {
    for (List<String> none : Arrays.asList(List.<String>of(), null)) {
      assertThatThrownBy(() -> new DnsSdConfig(none, "SRV", 0, null))
          .hasMessageStartingWith("DNS-SD config must contain at least one SRV record name");
    }
    assertThatThrownBy(() -> new DnsSdConfig(List.of("a"), "SRV", 0, Duration.ZERO))
        .hasMessageStartingWith("refresh_interval must be more than 0");
  }
}
