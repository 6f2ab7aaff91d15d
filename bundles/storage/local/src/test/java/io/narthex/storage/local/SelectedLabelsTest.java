// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectHints;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query that says which labels it looks at gets no others. */
class SelectedLabelsTest {

  @TempDir Path temp;

  private static List<Labels> selected(StorageEngine engine, SelectHints hints) {
    List<Labels> labels = new ArrayList<>();
    Matcher all = new Matcher("__name__", Matcher.Type.EQUAL, "m");
    try (Selection selection = engine.select(new SelectRequest(List.of(all), 0, 10_000, hints))) {
      for (SeriesBatch b = selection.next(); b != null; b = selection.next()) {
        for (int i = 0; i < b.seriesCount(); i++) {
          labels.add(b.labels(i));
        }
      }
    }
    return labels;
  }

  @Test
  void seriesThatDifferInOtherLabelsStaySeriesOfTheirOwn() throws IOException {
    TestContext context = new TestContext(temp, Duration.ofDays(9_999_999), 0, Duration.ZERO, 0);
    Labels one = Labels.of("__name__", "m", "pod", "a", "zone", "z");
    Labels two = Labels.of("__name__", "m", "pod", "b", "zone", "z");
    try (StorageEngine engine =
        new LocalStorageEngineFactory().open(LocalStorageConfig.defaults(), context)) {
      try (RowWriter writer = engine.writer(Labels.of("job", "j"))) {
        writer.row(1_000);
        writer.set(writer.column(one), 1);
        writer.set(writer.column(two), 2);
        writer.commit();
      }

      SelectHints zones = new SelectHints("sum", 0, 0, true, List.of("zone"), 0, Set.of("zone"));

      assertThat(selected(engine, SelectHints.NONE)).containsExactlyInAnyOrder(one, two);
      assertThat(selected(engine, zones))
          .containsExactly(Labels.of("zone", "z"), Labels.of("zone", "z"));
    }
  }
}
