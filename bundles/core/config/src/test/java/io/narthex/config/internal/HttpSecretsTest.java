// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.ConfigBinder;
import io.narthex.config.model.HttpClientConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HttpSecretsTest {

  @Test
  void noSecretShows() throws Exception {
    HttpClientConfig config =
        ConfigBinder.parse(
                "http.yml",
                """
                proxy_url: http://me:hush@localhost:3128
                proxy_connect_header: {X: [hush]}
                oauth2:
                  client_id: me
                  client_secret: hush
                  token_url: http://me:hush@localhost/
                  proxy_url: http://me:hush@localhost:3128
                http_headers: {X: {secrets: [hush]}}
                tls_config: {cert: c, key: hush}
                """,
                Path.of("/"))
            .bind(HttpClientConfig.class);

    assertThat(config.toString()).doesNotContain("hush");
    assertThat(String.valueOf(config.oauth2())).doesNotContain("hush");
    assertThat(config.tlsConfig().toString()).doesNotContain("hush");
  }
}
