// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActiveQueryFileTest {

  @TempDir private Path folder;

  private String unfinished() throws Exception {
    return ActiveQueryFile.unfinished(Files.readAllBytes(folder.resolve(ActiveQueryFile.NAME)));
  }

  @Test
  void whatRunsIsInTheFileWithoutBeingClosed() throws Exception {
    ActiveQueryFile file = ActiveQueryFile.open(folder, 3);
    assertThat(unfinished()).isEmpty();
    int first = file.insert("up == 0", 1_700_000_000);
    int second = file.insert("rate(x[5m])", 1_700_000_001);
    assertThat(unfinished())
        .isEqualTo(
            "[{\"query\":\"up == 0\",\"timestamp_sec\":1700000000},"
                + "{\"query\":\"rate(x[5m])\",\"timestamp_sec\":1700000001}]");
    file.delete(first);
    assertThat(unfinished())
        .isEqualTo("[{\"query\":\"rate(x[5m])\",\"timestamp_sec\":1700000001}]");
    file.delete(second);
    assertThat(unfinished()).isEmpty();
    assertThat(Files.size(folder.resolve(ActiveQueryFile.NAME))).isEqualTo(3001);
  }

  @Test
  void aLongQueryIsCutToItsSlot() throws Exception {
    ActiveQueryFile file = ActiveQueryFile.open(folder, 1);
    file.insert("x{a=\"" + "\u00e9\ud83d\ude00\n".repeat(2000) + "\"}", 1);
    JsonNode queries = new ObjectMapper().readTree(unfinished());
    assertThat(queries).hasSize(1);
    assertThat(queries.get(0).path("query").asText())
        .startsWith("x{a=\"\u00e9")
        .hasSizeGreaterThan(200);
  }

  @Test
  void moreQueriesThanSlotsGoOnWithoutOne() {
    ActiveQueryFile file = ActiveQueryFile.open(folder, 1);
    int slot = file.insert("a", 1);
    assertThat(file.insert("b", 1)).isEqualTo(ActiveQueryFile.NO_SLOT);
    file.delete(slot);
    assertThat(file.insert("b", 1)).isEqualTo(slot);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoFailure() throws Exception {
    Path occupied = Files.writeString(folder.resolve("file"), "");
    ActiveQueryFile file = ActiveQueryFile.open(occupied, 1);
    assertThat(file.insert("a", 1)).isEqualTo(ActiveQueryFile.NO_SLOT);
  }
}
