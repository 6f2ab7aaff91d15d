// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTest {

  @TempDir private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("features"));
  }

  @Test
  void reads_bundles_as_texts_and_as_objects_and_skips_the_rest() throws IOException {
    write(
        "web",
        """
        {
          "feature-resource-version": "1.0",
          "id": "io.narthex:feature-web:1",
          "variables": {"a": {"b": [1, 2]}},
          "categories": ["optional"],
          "bundles": ["g:one:1.0", {"id": "io.narthex:two:2.0", "metadata": {"x": 1}}]
        }
        """);

    assertThat(Feature.readAll(new Home(folder)))
        .singleElement()
        .satisfies(
            feature -> {
              assertThat(feature.name()).isEqualTo("web");
              assertThat(feature.optional()).isTrue();
              assertThat(feature.bundles())
                  .containsExactly(
                      new Feature.Entry(folder.resolve("system/one-1.0.jar"), true),
                      new Feature.Entry(folder.resolve("system/two-2.0.jar"), false));
            });
  }

  @Test
  void names_the_file_and_the_bad_id() throws IOException {
    write("web", "{\"bundles\": [\"one\"]}");

    assertThatThrownBy(() -> Feature.readAll(new Home(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("web.json")
        .hasMessageContaining("\"one\" is not group:artifact:version");
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve("features/" + name + ".json"), json);
  }
}
