// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the parts of {@link StorageEngineContract} share. */
public interface StorageFixture {

  /** The time of the first sample in most tests, when the clock stands so too. */
  long T0 = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** The time between two samples in most tests. */
  long STEP = 15_000;

  /** The target of most tests. */
  Labels TARGET = Labels.of("job", "test", "instance", "localhost:9100");

  /** Returns the engine that is open now. */
  StorageEngine engine();

  /** Closes the engine and opens it again on the same folder. */
  StorageEngine reopen() throws IOException;

  /** Closes the engine and opens another on another folder. */
  StorageEngine reopenIn(Path folder) throws IOException;

  /** Returns an empty folder. */
  Path emptyFolder() throws IOException;

  /** Returns the clock that the engine goes by. */
  TestClock clock();

  /** Returns whether data is there again after the engine was closed and opened. */
  default boolean keepsData() {
    return true;
  }

  /** Returns whether native histograms are stored. */
  default boolean storesHistograms() {
    return true;
  }

  /** Returns whether exemplars are stored. */
  default boolean storesExemplars() {
    return true;
  }

  /** Returns whether metadata is stored. */
  default boolean storesMetadata() {
    return true;
  }

  /** Returns whether start timestamps are stored. */
  default boolean storesStartTimestamps() {
    return true;
  }

  /** Returns whether {@link StorageEngine#snapshot} works. */
  default boolean makesSnapshots() {
    return true;
  }

  /** Returns the labels of a series of the usual target. */
  static Labels series(String name, String... namesAndValues) {
    return Labels.of(namesAndValues).toBuilder()
        .set("__name__", name)
        .set("job", "test")
        .set("instance", "localhost:9100")
        .build();
  }

  /** Appends one sample of one series and commits. */
  default CommitResult append(RowWriter writer, Labels series, long timestampMs, double value) {
    writer.row(timestampMs);
    writer.set(writer.column(series), value);
    return writer.commit();
  }

  /** Appends one sample of one series through a writer of the usual target. */
  default CommitResult append(Labels series, long timestampMs, double value) {
    try (RowWriter writer = engine().writer(TARGET)) {
      return append(writer, series, timestampMs, value);
    }
  }

  /** Reads all of a metric. */
  default Map<Labels, List<Sample>> read(String name) {
    return Reading.samples(
        engine(), Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, Matcher.equal("__name__", name));
  }
}
