// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSdConfigTest {

  private static final URI URL = URI.create("http://localhost/");
  private static final Secret SECRET = new Secret("s");
  private static final Path FILE = Path.of("f");

  @Test
  void defaultsAreThoseOfPrometheus() {
    assertThat(config(URL, null, null, null, null))
        .isEqualTo(
            new HttpSdConfig(
                URL,
                Duration.ofSeconds(60),
                null,
                null,
                null,
                null,
                TlsConfig.NONE,
                true,
                true,
                Map.of()));
    assertThat(TlsConfig.NONE)
        .extracting(TlsConfig::minVersion, TlsConfig::maxVersion)
        .containsExactly("TLS12", "TLS13");
    assertThat(new Authorization(null, SECRET, null).type()).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ftp://localhost/       | URL scheme must be 'http' or 'https'
          localhost:8080         | URL scheme must be 'http' or 'https'
          /targets               | URL scheme must be 'http' or 'https'
          http:///targets        | host is missing in URL
          http://my_service:80/  | host is not valid in URL
          """)
  void refusesUrlsThatCannotWork(String url, String message) {
    assertThatThrownBy(() -> config(URI.create(url), null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aUrlIsNeeded() {
    assertThatThrownBy(() -> config(null, null, null, null, null))
        .hasMessageStartingWith("URL is missing");
  }

  @Test
  void credentialsComeOneWayOnly() {
    BasicAuth basic = new BasicAuth("me", null, SECRET, null);
    Authorization bearer = new Authorization(null, SECRET, null);

    assertThatThrownBy(() -> config(URL, basic, bearer, null, null))
        .hasMessageStartingWith("at most one of basic_auth, authorization, bearer_token");
    assertThatThrownBy(() -> config(URL, basic, null, null, FILE))
        .hasMessageStartingWith("at most one of basic_auth, authorization, bearer_token");
    assertThatThrownBy(() -> config(URL, null, null, SECRET, FILE))
        .hasMessageStartingWith("at most one of bearer_token & bearer_token_file");
    assertThatThrownBy(() -> new BasicAuth("me", FILE, null, null))
        .hasMessageStartingWith("at most one of username & username_file");
    assertThatThrownBy(() -> new BasicAuth("me", null, SECRET, FILE))
        .hasMessageStartingWith("at most one of password & password_file");
    assertThatThrownBy(() -> new Authorization("Bearer", SECRET, FILE))
        .hasMessageStartingWith("at most one of credentials & credentials_file");
    assertThatThrownBy(() -> new Authorization("Basic", SECRET, null))
        .hasMessage("authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
  }

  @Test
  void certificateAndKeyComeTogether() {
    assertThatThrownBy(() -> tls("pem", null, null, null))
        .hasMessageContaining("must be configured together");
    assertThatThrownBy(() -> tls(null, SECRET, null, null))
        .hasMessageContaining("must be configured together");
    assertThat(tls("pem", SECRET, null, null).cert()).isEqualTo("pem");
  }

  @Test
  void tlsVersionsAreInOrder() {
    assertThatThrownBy(() -> tls(null, null, "TLS13", "TLS12"))
        .hasMessage("tls_config.max_version must be greater than or equal to min_version");
    assertThatThrownBy(() -> tls(null, null, "SSL3", null))
        .hasMessageStartingWith("unknown TLS version: SSL3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "host", "User-Agent", "content-length", "a b"})
  void someHeadersAreNotForHere(String name) {
    assertThatThrownBy(
            () ->
                new HttpSdConfig(
                    URL,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Map.of(name, new HeaderValues(null, null, null))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("setting header \"" + name + "\" is not allowed");
  }

  private static HttpSdConfig config(
      @Nullable URI url,
      @Nullable BasicAuth basic,
      @Nullable Authorization authorization,
      @Nullable Secret token,
      @Nullable Path tokenFile) {
    return new HttpSdConfig(
        url, null, basic, authorization, token, tokenFile, null, null, null, null);
  }

  private static TlsConfig tls(
      @Nullable String cert, @Nullable Secret key, @Nullable String min, @Nullable String max) {
    return new TlsConfig(null, null, cert, null, key, null, false, min, max);
  }
}
