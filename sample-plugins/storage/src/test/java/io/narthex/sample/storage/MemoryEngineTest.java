// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.config.NoConfig;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngineFactory;
import io.narthex.testkit.Reading;
import io.narthex.testkit.Sample;
import io.narthex.testkit.StorageEngineContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryEngineTest extends StorageEngineContract<NoConfig> {

  private static final Labels SERIES = Labels.of("__name__", "a");

  @Override
  protected StorageEngineFactory<NoConfig> factory() {
    return new MemoryFactory();
  }

  @Override
  protected NoConfig configuration() {
    return new NoConfig();
  }

  @Override
  public boolean keepsData() {
    return false;
  }

  @Override
  public boolean storesExemplars() {
    return false;
  }

  @Override
  public boolean storesMetadata() {
    return false;
  }

  @Override
  public boolean storesStartTimestamps() {
    return false;
  }

  @Override
  public boolean makesSnapshots() {
    return false;
  }

  @Test
  void samplesWithinTheWindowMayComeLate() {
    try (MemoryEngine engine = new MemoryEngine(Duration.ZERO, Duration.ofMinutes(1));
        RowWriter writer = engine.writer(TARGET)) {
      append(writer, SERIES, T0, 1);
      assertThat(append(writer, SERIES, T0 - 60_000, 2).stored()).isEqualTo(1);
      assertThat(append(writer, SERIES, T0 - 60_001, 3).tooOld()).isEqualTo(1);
      assertThat(Reading.samples(engine, 0, T0, Matcher.equal("__name__", "a")).get(SERIES))
          .isEqualTo(List.of(Sample.of(T0 - 60_000, 2), Sample.of(T0, 1)));
    }
  }

  @Test
  void samplesGoAfterTheRetention() {
    try (MemoryEngine engine = new MemoryEngine(Duration.ofMinutes(1), Duration.ZERO);
        RowWriter writer = engine.writer(TARGET)) {
      for (int i = 0; i < 10; i++) {
        append(writer, SERIES, T0 + i * 30_000L, i);
      }
      assertThat(
              Reading.samples(engine, 0, T0 + 1_000_000, Matcher.equal("__name__", "a"))
                  .get(SERIES))
          .extracting(Sample::value)
          .containsExactly(7., 8., 9.);
    }
  }

  @Test
  void aSnapshotIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> engine().snapshot(Path.of("unused"), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--storage.engine=local");
  }
}
