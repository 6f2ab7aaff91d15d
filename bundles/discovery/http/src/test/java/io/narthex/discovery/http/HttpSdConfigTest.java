// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSdConfigTest {

  @Test
  void defaultsAreThoseOfPrometheus() throws Exception {
    HttpSdConfig config = bind("url: http://localhost/");

    assertThat(config.refreshInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.http().followRedirects()).isTrue();
    assertThat(config.http().enableHttp2()).isNull();
  }

  @Test
  void theKeysOfTheHttpClientStandBesideTheOthers() throws Exception {
    HttpSdConfig config =
        bind(
            """
            url: http://localhost/
            refresh_interval: 5s
            oauth2: {client_id: me, client_secret: s, token_url: 'http://localhost/token'}
            tls_config: {server_name: other, min_version: TLS13}
            proxy_url: socks5://localhost:1080
            no_proxy: example.org
            proxy_connect_header: {X: [y]}
            http_headers: {X-Tenant: {values: [a]}}
            """);

    assertThat(config.http().oauth2()).isNotNull();
    assertThat(config.http().tlsConfig().serverName()).isEqualTo("other");
    assertThat(config.http().noProxy()).isEqualTo("example.org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          refresh_interval: 5s                  | url
          url: ftp://localhost/                 | URL scheme must be 'http' or 'https'
          url: localhost:8080                   | URL scheme must be 'http' or 'https'
          url: /targets                         | URL scheme must be 'http' or 'https'
          url: http:///targets                  | host is missing in URL
          url: http://my~service:80/            | host is not valid in URL
          {url: http://h/, refresh_interval: 0} | refresh_interval must be more than 0
          {url: http://h/, basic_auth: {username: u}, bearer_token: t} | at most one of basic_auth
          {url: http://h/, http_headers: {Host: {values: [x]}}}        | setting header "Host"
          """)
  void refusesWhatCannotWork(String yaml, String message) {
    assertThatThrownBy(() -> bind(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aHostMayHaveAnUnderscore() throws Exception {
    assertThat(bind("url: http://my_service:80/").url().getRawAuthority())
        .isEqualTo("my_service:80");
  }

  private static HttpSdConfig bind(String yaml) throws ConfigException {
    return ConfigBinder.parse("sd.yml", yaml, Path.of("/")).bind(HttpSdConfig.class);
  }
}
