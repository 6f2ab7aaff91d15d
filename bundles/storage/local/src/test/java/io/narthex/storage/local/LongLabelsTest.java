// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels up to what the index can hold, and beyond. */
class LongLabelsTest {

  private static final Labels TARGET = Labels.of("job", "j");

  @TempDir Path temp;

  @Test
  void a_label_of_32_000_bytes_is_found_again_and_a_longer_one_is_refused() throws Exception {
    Labels ascii = Labels.of("__name__", "m", "x", "y".repeat(31_999));
    Labels wide = Labels.of("__name__", "m", "x", "\u20ac".repeat(10_666) + "y");
    try (StorageEngine engine = new TestContext(temp).open();
        RowWriter writer = engine.writer(TARGET)) {
      for (Labels tooLong :
          new Labels[] {
            Labels.of("__name__", "m", "x", "y".repeat(32_000)),
            Labels.of("__name__", "m", "x", "\u20ac".repeat(10_667))
          }) {
        assertThatThrownBy(() -> writer.column(tooLong))
            .isInstanceOf(LimitExceededException.class)
            .hasMessage("label \"x\" is too long: name and value may have 32000 bytes together");
      }
      writer.row(1000);
      writer.set(writer.column(ascii), 1);
      writer.set(writer.column(wide), 2);
      assertThat(writer.commit().stored()).isEqualTo(2);
      check(engine, ascii, wide);
    }
    try (StorageEngine engine = new TestContext(temp).open()) {
      check(engine, ascii, wide);
    }
  }

  private static void check(StorageEngine engine, Labels... series) throws Exception {
    for (Labels each : series) {
      assertThat(Samples.of(engine, 0, 2000, Matcher.equal("x", each.get("x"))).keySet())
          .containsExactly(each);
    }
    assertThat(Samples.of(engine, 0, 2000, new Matcher("x", Matcher.Type.REGEX, ".*y")).keySet())
        .containsExactlyInAnyOrder(series);
  }
}
