// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigNode;
import io.narthex.config.Configuration;
import io.narthex.spi.config.Required;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMessagesTest {

  @TempDir Path folder;

  enum Colour {
    RED,
    DARK_BLUE
  }

  record Inner(int depth, List<String> names) {}

  record Example(
      @Required String host,
      int port,
      boolean on,
      Duration every,
      Path file,
      URI link,
      Secret password,
      Colour colour,
      double ratio,
      Map<String, Inner> parts,
      List<Inner> list,
      ConfigNode rest) {

    Example {
      if (port < 0) {
        throw new IllegalArgumentException("port must not be negative");
      }
    }
  }

  @Test
  void a_record_is_bound_with_all_types() throws Exception {
    Example example =
        parse(
                """
                host: here
                port: 0x50
                on: yes
                every: 1h30m
                file: some/file
                link: http://x/y
                password: hidden
                colour: dark_blue
                ratio: 2.5
                parts: {a: {depth: 1, names: [x, 2]}}
                list:
                  - depth: 3
                rest: {anything: [1, 2]}
                """)
            .bind(Example.class);

    assertThat(example.host()).isEqualTo("here");
    assertThat(example.port()).isEqualTo(80);
    assertThat(example.on()).isTrue();
    assertThat(example.every()).isEqualTo(Duration.ofMinutes(90));
    assertThat(example.file()).isEqualTo(folder.resolve("some/file"));
    assertThat(example.link()).isEqualTo(URI.create("http://x/y"));
    assertThat(example.password().reveal()).isEqualTo("hidden");
    assertThat(example.colour()).isEqualTo(Colour.DARK_BLUE);
    assertThat(example.ratio()).isEqualTo(2.5);
    assertThat(example.parts()).containsEntry("a", new Inner(1, List.of("x", "2")));
    assertThat(example.list()).containsExactly(new Inner(3, null));
    assertThat(example.rest().location()).isEqualTo("x.yml:13:7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          port: 1                     | x.yml:1:1: the key "host" is missing
          host:                       | x.yml:1:6: the key "host" is empty; it is required here
          port: 1\\nhost: ''          | x.yml:2:7: the key "host" is empty; it is required here
          host: a\\nhots: b           | x.yml:2:1: unknown key "hots"; did you mean host?
          host: a\\nport: many        | x.yml:2:7: "port" takes a whole number, found "many"
          host: a\\nport: -1          | x.yml:1:1: port must not be negative
          host: a\\non: maybe         | x.yml:2:5: "on" takes true or false
          host: a\\nevery: 5x         | x.yml:2:8: not a valid duration string: "5x"
          host: a\\ncolour: pink      | x.yml:2:9: "pink" is not one of red, dark_blue
          host: a\\nlist: {}          | x.yml:2:7: "list" takes a list, found a mapping
          host: a\\nlist: [{dept: 1}] | x.yml:2:9: unknown key "dept"; did you mean depth?
          host: [a]                   | x.yml:1:7: "host" takes a single value, found a list
          host: a\\nhost: b           | x.yml:2:1: key "host" is already set in line 1
          host: 'a                    | x.yml:1:
          - a                         | x.yml:1:1: expected a mapping with the keys host, port
          """)
  void faults_name_their_place(String text, String message) {
    assertThatThrownBy(() -> parse(text.replace("\\n", "\n")).bind(Example.class))
        .hasMessageStartingWith(message);
  }

  @Test
  void anchors_and_merge_keys_are_resolved() throws Exception {
    Example example =
        parse(
                """
                host: a
                parts:
                  base: &base {depth: 1, names: [x]}
                  more: {<<: *base, depth: 2}
                """)
            .bind(Example.class);

    assertThat(example.parts()).containsEntry("more", new Inner(2, List.of("x")));
  }

  @Test
  void aliases_that_multiply_are_refused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]%n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ", List.of(alias, alias, alias, alias, alias, alias, alias, alias))));
    }
    assertThatThrownBy(() -> parse(bomb.toString()))
        .hasMessageContaining("aliases expand the file beyond");
    assertThatThrownBy(() -> parse("a: &a [*a]")).hasMessageContaining("x.yml:1:");
  }

  @Test
  void a_missing_file_is_told() {
    assertThatThrownBy(() -> ConfigBinder.read(folder.resolve("none.yml")))
        .hasMessageEndingWith("none.yml: no such file; create it or name another one");
  }

  @Test
  void a_file_in_another_encoding_is_told_with_the_place() throws Exception {
    Path file = folder.resolve("latin.yml");
    Files.write(file, "a: \u00e4\nb: \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ConfigBinder.read(file))
        .hasMessageEndingWith(
            "latin.yml:1:4: the file is not valid UTF-8 here; save it in that encoding");
    Files.write(file, "a: \u00e4\nb: c".getBytes(StandardCharsets.UTF_8));
    Files.write(file, new byte[] {(byte) 0xc3}, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> ConfigBinder.read(file)).hasMessageContaining("latin.yml:2:5: ");
  }

  @Test
  void an_unknown_discovery_is_kept_for_its_plugin() throws Exception {
    Path file = folder.resolve("p.yml");
    Files.writeString(
        file,
        """
        scrape_configs:
          - job_name: a
            moon_sd_configs:
              - phase: full
        """);
    Configuration loaded = loader().load(file);

    ConfigNode node =
        loaded.config().scrapeConfigs().getFirst().discoveries().get("moon").getFirst();
    assertThat(node.location()).endsWith("p.yml:4:9");
    assertThat(loader().load(file).config()).isEqualTo(loaded.config());
    assertThat(loader().load(file).hash()).isEqualTo(loaded.hash());
    Files.writeString(file, Files.readString(file).replace("full", "new"));
    assertThat(loader().load(file).config()).isNotEqualTo(loaded.config());
    assertThat(loader().load(file).hash()).isNotEqualTo(loaded.hash());
  }

  @Test
  void an_empty_file_is_all_defaults() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.yml"), "# nothing\n");

    assertThat(loader().load(file).config().global().scrapeInterval()).hasMinutes(1);
  }

  @Test
  void the_shown_text_has_no_secrets() throws Exception {
    Path file = folder.resolve("s.yml");
    Files.writeString(
        file,
        """
        # 😀 beyond the basic plane
        scrape_configs:
          - job_name: a
            basic_auth: {username: u, password: hush}
            http_headers: {X-Key: {secrets: [hush, "hush"]}}
            static_configs: [{targets: ['h:1'], labels: {token: shown}}]
            http_sd_configs:
              - url: http://user:hush@host/
                bearer_token: |
                  hush
        remote_write:
          - url: https://x:hush@y/
        """);

    assertThat(loader().load(file).text())
        .doesNotContain("hush")
        .contains("username: u\n    password: <secret>")
        .contains("token: shown")
        .contains("http://user:xxxxx@host/")
        .contains("bearer_token: <secret>\n")
        .contains("url: https://x:xxxxx@y/");
  }

  @Test
  void an_expression_that_costs_too_much_is_refused_with_its_place() throws Exception {
    Path file = folder.resolve("r.yml");
    Files.writeString(
        file,
        """
        scrape_configs:
          - job_name: a
            relabel_configs:
              - regex: ((((x{9}){9}){9}){9}){900,}
                action: labeldrop
        """);

    assertThatThrownBy(() -> loader().load(file))
        .hasMessageContaining("r.yml:4:16: error parsing regexp")
        .hasMessageContaining("expression too large; write fewer or smaller repetitions");
  }

  private ConfigLoader loader() {
    return new ConfigLoader(name -> null, InstantSource.system());
  }

  private ConfigNode parse(String text) throws Exception {
    return ConfigBinder.parse("x.yml", text, folder);
  }
}
