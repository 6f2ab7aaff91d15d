// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.httpclient.HttpFailure.Phase;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "http://h:1/, h, 1",
        "http://h/, h, -1",
        "http://[::1]:2/, [::1], 2",
        "http://node_exporter:9100/m?a=b, node_exporter, 9100",
        "http://_a._b/, _a._b, -1",
        "http://a_b:/, a_b, -1",
        "http://a_b:65536/, a_b, 65536",
        "http://a_b:x/, none, -1",
        "http://u:p@a_b/, none, -1",
        "http://%61_b/, none, -1",
        "http:///, none, -1",
        "mailto:a_b, none, -1",
      })
  void findsHostsThatAreNoneByTheStandardToo(URI uri, String host, int port) {
    assertThat(Urls.host(uri)).isEqualTo(host);
    assertThat(Urls.port(uri)).isEqualTo(port);
  }

  @Test
  void suchHostsAreCalledByPlainHttpOnly() {
    try (Calls calls = new Calls()) {
      HttpFailure failure = calls.failure("", URI.create("http://no_such_host.invalid:1/"));
      assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
      assertThat(failure)
          .hasMessage("no such host: no_such_host.invalid; check the name and the DNS");
      failure = calls.failure("", URI.create("https://a_b/"));
      assertThat(failure.phase()).isEqualTo(Phase.SETTINGS);
      assertThat(failure).hasMessageStartingWith("the host name a_b is none by the standard");
      assertThat(calls.failure("proxy_url: http://127.0.0.1:1", URI.create("http://a_b/")))
          .hasMessageStartingWith("the host name a_b is none by the standard");
    }
  }
}
