// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigException;
import io.narthex.config.Configuration;
import io.narthex.config.ConfigurationCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileConfigServiceTest {

  private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = InstantSource.fixed(now);
  @TempDir Path folder;

  @Test
  void a_bad_reload_leaves_the_old_configuration_in_force() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yml"), "global: {scrape_interval: 5s}\n");
    FileConfigService service = service(file);
    List<Configuration> told = new ArrayList<>();
    service.subscribe(
        c -> {
          throw new IllegalStateException("a subscriber that fails");
        });
    var subscription = service.subscribe(told::add);
    Configuration first = service.current();

    Files.writeString(file, "global: {scrape_intervall: 5s}\n");
    assertThatThrownBy(service::reload).isInstanceOf(ConfigException.class);

    assertThat(service.current()).isSameAs(first);
    assertThat(service.status().successful()).isFalse();
    assertThat(service.status().error()).contains("p.yml:1:10", "did you mean scrape_interval?");
    assertThat(service.status().lastSuccess()).isEqualTo(now);

    Files.writeString(file, "global: {scrape_interval: 7s}\n");
    Configuration second = service.reload();

    assertThat(service.status().successful()).isTrue();
    assertThat(service.status().error()).isNull();
    assertThat(told).containsExactly(first, second);
    subscription.close();
    service.reload();
    assertThat(told).hasSize(2);
  }

  @Test
  void sections_without_a_feature_are_named() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("p.yml"), "rule_files: [a.yml]\nremote_write: [{url: 'http://x/'}]\n");

    assertThat(FileConfigService.unserved(service(file).current().config()))
        .containsExactly("rule_files", "remote_write");
  }

  @Test
  void a_part_of_the_server_may_refuse_a_reload() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yml"), "global: {scrape_interval: 5s}\n");
    List<ConfigurationCheck> checks = new ArrayList<>();
    FileConfigService service =
        new FileConfigService(file, new ConfigLoader(name -> null, clock), () -> checks, clock);
    Configuration first = service.current();
    checks.add(
        configuration -> {
          throw new ConfigException("rules.yml", 3, 5, "no such rule");
        });

    assertThatThrownBy(service::reload).hasMessage("rules.yml:3:5: no such rule");

    assertThat(service.current()).isSameAs(first);
    assertThat(service.status().error()).isEqualTo("rules.yml:3:5: no such rule");
    checks.clear();
    service.reload();
    assertThat(service.status().successful()).isTrue();
  }

  @Test
  void changed_files_are_reloaded_by_themselves() throws Exception {
    Path file = Files.writeString(folder.resolve("p.yml"), "scrape_config_files: ['s/*.yml']\n");
    FileConfigService service = service(file);
    AutoReload auto = new AutoReload(service, null);
    Configuration first = service.current();

    auto.look();
    assertThat(service.current()).isSameAs(first);

    Files.createDirectories(folder.resolve("s"));
    Path included =
        Files.writeString(folder.resolve("s/a.yml"), "scrape_configs: [{job_name: a}]\n");
    auto.look();
    assertThat(service.current().config().scrapeConfigs()).hasSize(1);

    Files.writeString(included, "scrape_configs: [{job_nam: a}]\n");
    auto.look();
    assertThat(service.status().successful()).isFalse();
    assertThat(service.current().config().scrapeConfigs()).hasSize(1);

    Files.writeString(included, "scrape_configs: [{job_name: a}, {job_name: b}]\n");
    auto.look();
    assertThat(service.status().successful()).isTrue();
    assertThat(service.current().config().scrapeConfigs()).hasSize(2);

    Files.writeString(file, "scrape_config_files: [[\n");
    auto.look();
    assertThat(service.status().error()).contains("broken YAML");
    Files.delete(file);
    auto.look();
    assertThat(service.current().config().scrapeConfigs()).hasSize(2);
  }

  private FileConfigService service(Path file) throws ConfigException {
    return new FileConfigService(file, new ConfigLoader(name -> null, clock), List::of, clock);
  }
}
