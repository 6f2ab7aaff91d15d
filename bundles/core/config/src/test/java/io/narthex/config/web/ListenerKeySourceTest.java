// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerKeySourceTest {

  /** Made with openssl, for nobody. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBbjCCARWgAwIBAgIUXVVxtx/ZqfA1+FywpJS4Ph4utmAwCgYIKoZIzj0EAwIw
      DDEKMAgGA1UEAwwBYTAgFw0yNjExMjkxOTEzMDJaGA8yMTI2MTEwNTE5MTMwMlow
      DDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABICEKJreA1Ke
      QK8krIN/YG28TpB6cGoOFqqKwfFW43ORfCl0oQXI1McF0bIyP2Ze2BhwfbJcjEy4
      5ehfYD/JqOSjUzBRMB0GA1UdDgQWBBS57fzojdPme98WM6bcUkzx1ZeGbzAfBgNV
      HSMEGDAWgBS57fzojdPme98WM6bcUkzx1ZeGbzAPBgNVHRMBAf8EBTADAQH/MAoG
      CCqGSM49BAMCA0cAMEQCIG4/PIxjLWyeOjdDJpHa4jnsKuseeLFmOAntjSkH6uDQ
      AiAlVwmiMc8TfcQdqq7S1iy4EFtzQ7UIUfctYuKkv8tR5g==
      -----END CERTIFICATE-----
      """;

  private static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYIawVybZif1dYwyO
      Eq+TFJamoxSdGswz2u80/vNOEM2hRANCAASAhCia3gNSnkCvJKyDf2BtvE6QenBq
      DhaqisHxVuNzkXwpdKEFyNTHBdGyMj9mXtgYcH2yXIxMuOXoX2A/yajk
      -----END PRIVATE KEY-----
      """;

  private static final String OTHER_KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYAKNoyx4s+/BpyaS
      BeEdrvJR5S63eZO2PfLGz/lAw+mhRANCAATzz0mqq2DQ7KjlK9xPtimsDmSL61ao
      vV1qUTx7o/y/3DdDx3d/pbWnOnJcgXjIobeCAkycOAuhYanJkkdShlUo
      -----END PRIVATE KEY-----
      """;

  @TempDir Path folder;

  @Test
  void readsACertificateAndItsKey() throws Exception {
    write("key.pem", KEY);
    ListenerKeySource source = source("");
    ListenerKeys keys = source.read();
    assertThat(keys.chain().getFirst().getSubjectX500Principal().getName()).isEqualTo("CN=a");
    assertThat(source.read()).isSameAs(keys);
    assertThat(source(", client_ca_file: cert.pem, client_auth_type: RequireAnyClientCert").read())
        .extracting(ListenerKeys::authorities)
        .isEqualTo(keys.chain());
  }

  @Test
  void refusesWhatDoesNotBelongTogether() throws Exception {
    write("key.pem", OTHER_KEY);
    assertThatThrownBy(source("")::read)
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage(
            "the key does not belong to the certificate; give the two that were made together");
    write("key.pem", CERTIFICATE);
    assertThatThrownBy(source("")::read)
        .hasMessageStartingWith("the key cannot be used: it holds no PEM block \"PRIVATE KEY\"");
    write("key.pem", KEY);
    write("cert.pem", KEY);
    assertThatThrownBy(source("")::read)
        .hasMessageStartingWith("the cert cannot be used: it holds no PEM block \"CERTIFICATE\"");
  }

  private ListenerKeySource source(String further) throws Exception {
    if (!Files.exists(folder.resolve("cert.pem"))) {
      write("cert.pem", CERTIFICATE);
    }
    return new ListenerKeySource(config(further).tlsServerConfig());
  }

  private WebConfig config(String further) throws Exception {
    write(
        "web.yml",
        "tls_server_config: {cert_file: cert.pem, key_file: key.pem%s}\n".formatted(further));
    return WebConfig.read(folder.resolve("web.yml"));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }
}
