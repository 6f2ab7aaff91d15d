// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LooseHostsTest {

  @ParameterizedTest
  @ValueSource(strings = {"node_exporter", "_z._zu", "zz_", "A_b.c-d.example"})
  void theNameThatStandsInIsTranslatedBack(String host) {
    URI strict = LooseHosts.strict(URI.create("http://" + host + ":9100/a%20b?c=d"));

    assertThat(strict.getHost()).isNotNull().doesNotContain("_");
    assertThat(strict.getPort()).isEqualTo(9100);
    assertThat(strict.getRawPath() + "?" + strict.getRawQuery()).isEqualTo("/a%20b?c=d");
    List<String> asked = new ArrayList<>();
    LooseHosts hosts = new LooseHosts((name, port, promise) -> asked.add(name + ":" + port));
    hosts.resolve(strict.getHost(), 9100, new Promise.Adapter<>());
    hosts.resolve("other.example", 1, new Promise.Adapter<>());
    assertThat(asked).containsExactly(host + ":9100", "other.example:1");
  }
}
