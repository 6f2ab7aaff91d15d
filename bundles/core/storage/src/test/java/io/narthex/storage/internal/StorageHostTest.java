// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.narthex.config.model.ByteSize;
import io.narthex.config.model.ExemplarsConfig;
import io.narthex.config.model.RetentionConfig;
import io.narthex.config.model.StorageConfig;
import io.narthex.config.model.TsdbConfig;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageException;
import io.narthex.storage.StorageState.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StorageHostTest {

  private final FakeRegistry registry = new FakeRegistry();
  private final List<Boolean> availability = new ArrayList<>();
  private final StorageHost host =
      new StorageHost(registry, settings(Map.of(), TsdbConfig.DEFAULT), availability::add);

  @Test
  void the_wanted_engine_is_opened_and_swapped_behind_one_reference() {
    host.open();
    assertThat(host.status())
        .isEqualTo(new Status("local", false, "", "waiting for storage plug-in local"));
    assertThatThrownBy(this::names)
        .isInstanceOf(StorageException.class)
        .hasMessage("there is no storage engine: waiting for storage plug-in local");

    var other = new FakeEngineFactory("other", "x");
    registry.add("storage", other);
    assertThat(other.open).isZero();

    var first = new FakeEngineFactory("local", "first");
    var plugin = registry.add("storage", first);
    assertThat(names()).containsExactly("first");
    assertThat(host.status()).isEqualTo(new Status("local", true, "1.0.0", ""));
    assertThat(availability).containsExactly(true);

    var second = new FakeEngineFactory("local", "second");
    registry.add("storage", second);
    assertThat(second.open).isZero();
    registry.remove(plugin);
    assertThat(first.open).isZero();
    assertThat(names()).containsExactly("second");
    assertThat(availability).containsExactly(true, false, true);

    host.close();
    assertThat(second.open).isZero();
    assertThatThrownBy(this::names).isInstanceOf(StorageException.class);
  }

  @Test
  void an_engine_that_cannot_open_is_told() {
    host.open();
    var broken = new FakeEngineFactory("local", "x");
    broken.refusal = "data/wal is not writable; give the user the right to write";
    registry.add("storage", broken);

    assertThat(host.status().open()).isFalse();
    assertThat(host.status().reason()).isEqualTo(broken.refusal);
    assertThat(availability).isEmpty();
  }

  @Test
  void an_open_engine_sees_what_a_reload_changed() {
    host.open();
    var factory = new FakeEngineFactory("local", "x");
    registry.add("storage", factory);
    StorageContext given = Objects.requireNonNull(factory.context);
    assertThat(given.retention()).hasDays(15);
    assertThat(given.outOfOrderWindow()).isZero();
    assertThat(given.maxExemplars()).isEqualTo(100_000);
    Path folder = given.dataFolder();

    TsdbConfig changed =
        new TsdbConfig(
            Duration.ofMinutes(30),
            0,
            null,
            new RetentionConfig(Duration.ofDays(2), new ByteSize(5), 0));
    host.limits(
        StorageSettings.of(
            Map.of("narthex.storage.tsdb.path", "elsewhere")::get,
            new StorageConfig(changed, new ExemplarsConfig(7L), null),
            InstantSource.system()));
    assertThat(given.maxExemplars()).isEqualTo(7);
    assertThat(given.retention()).hasDays(2);
    assertThat(given.retentionBytes()).isEqualTo(5);
    assertThat(given.outOfOrderWindow()).hasMinutes(30);
    assertThat(given.dataFolder()).isEqualTo(folder);
  }

  @Test
  void retention_comes_from_the_flags_or_whole_from_the_file() {
    assertThat(settings(Map.of(), TsdbConfig.DEFAULT).retention()).hasDays(15);
    StorageSettings bySize =
        settings(Map.of("narthex.storage.tsdb.retention.size", "2GB"), TsdbConfig.DEFAULT);
    assertThat(bySize.retention()).isZero();
    assertThat(bySize.retentionBytes()).isEqualTo(2L << 30);
    StorageSettings byTime =
        settings(
            Map.of("narthex.storage.tsdb.retention.time", "30d", "narthex.storage.tsdb.path", "/d"),
            TsdbConfig.DEFAULT);
    assertThat(byTime.retention()).hasDays(30);
    assertThat(byTime.dataFolder()).isEqualTo(Path.of("/d"));
    TsdbConfig own =
        new TsdbConfig(
            Duration.ofMinutes(30),
            0,
            null,
            new RetentionConfig(Duration.ZERO, new ByteSize(5), 0));
    StorageSettings byFile = settings(Map.of("narthex.storage.tsdb.retention.time", "30d"), own);
    assertThat(byFile.retention()).isZero();
    assertThat(byFile.retentionBytes()).isEqualTo(5);
    assertThat(byFile.outOfOrderWindow()).hasMinutes(30);
  }

  @Test
  void retention_by_percentage_is_taken_of_the_disk_of_the_folder() throws Exception {
    TsdbConfig quarter =
        new TsdbConfig(
            Duration.ZERO, 0, null, new RetentionConfig(Duration.ZERO, new ByteSize(5), 25));
    long disk = Files.getFileStore(Path.of("").toAbsolutePath()).getTotalSpace();
    assertThat(
            settings(Map.of("narthex.storage.tsdb.path", "not/there/yet"), quarter)
                .retentionBytes())
        .isCloseTo(disk / 4, withinPercentage(1));
  }

  private List<String> names() {
    return host.engine().labelNames(List.of(), 0, 1, 0);
  }

  private static StorageSettings settings(Map<String, String> properties, TsdbConfig config) {
    return StorageSettings.of(
        properties::get,
        new StorageConfig(config, ExemplarsConfig.DEFAULT, null),
        InstantSource.system());
  }
}
