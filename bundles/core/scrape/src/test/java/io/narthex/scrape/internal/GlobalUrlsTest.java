// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.scrape.internal.discovery.StaticDiscovery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobalUrlsTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:9090, https://outside/metrics",
    "127.0.0.1:9100, http://box:9100/metrics",
    "'[::1]:9100', http://box:9100/metrics",
    "other:9090, http://other:9090/metrics"
  })
  void loopback_hosts_are_replaced(String address, String expected) {
    ScrapeConfig config = JobConfigs.job("static_configs: [{targets: ['" + address + "']}]");
    Target target =
        TargetSet.of(config, new StaticDiscovery(config.staticConfigs()).groups())
            .targets()
            .values()
            .iterator()
            .next();

    assertThat(GlobalUrls.of("box", "0.0.0.0:9090", "https://outside/").of(target))
        .isEqualTo(expected);
  }
}
