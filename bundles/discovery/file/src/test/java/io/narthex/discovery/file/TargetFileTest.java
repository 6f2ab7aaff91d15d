// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFileTest {

  @TempDir Path folder;

  @Test
  void mutilatedFilesAreReadOrRefused() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] texts = {
      "- targets: &all ['a:1', \"b:2\"]\n  labels: &base {env: prod, team: x}\n- targets: *all\n"
          + "  labels:\n    <<: *base\n    team: y\n",
      "[{\"targets\": [\"a:1\"], \"labels\": {\"a\": \"b\\u00e9\"}}, {\"targets\": []}]"
    };
    String spice = "{}[]:,-&*<!|>'\"\\#%\n\t \u0000\u0085\ufeff09az";
    for (int round = 0; round < 10_000; round++) {
      int kind = random.nextInt(texts.length);
      StringBuilder text = new StringBuilder(texts[kind]);
      for (int k = random.nextInt(6); k >= 0; k--) {
        char c = spice.charAt(random.nextInt(spice.length()));
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, c);
        } else {
          text.insert(at, c);
        }
      }
      try {
        read(kind == 0 ? "a.yml" : "a.json", text.toString());
      } catch (TargetFileException expected) {
        assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round + ":\n" + text, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "[]", "null", "--- []\n"})
  void readsNoGroups(String yaml) throws Exception {
    assertThat(read("a.yml", yaml)).isEmpty();
  }

  @Test
  void readsNumbersAndWordsAsTheTextTheyAre() throws Exception {
    List<TargetGroup> groups =
        read("a.yaml", "- targets: [1.10, yes]\n  labels: {a: 007, b: null, c: 2020-01-01}\n");

    assertThat(groups)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.targets())
                  .containsExactly(
                      Labels.of("__address__", "1.10"), Labels.of("__address__", "yes"));
              assertThat(group.labels().without("__meta_filepath").toMap())
                  .isEqualTo(Map.of("a", "007", "c", "2020-01-01"));
            });
  }

  @Test
  void resolvesAnchorsAndMerges() throws Exception {
    List<TargetGroup> groups =
        read(
            "a.yml",
            """
            - targets: &all ['a:1']
              labels: &base {env: prod, team: x}
            - targets: *all
              labels:
                <<: *base
                team: y
            """);

    assertThat(groups.get(1).targets()).containsExactly(Labels.of("__address__", "a:1"));
    assertThat(groups.get(1).labels().without("__meta_filepath").toMap())
        .isEqualTo(Map.of("env", "prod", "team", "y"));
  }

  @Test
  void mergesInACircleEnd() throws Exception {
    Labels labels = read("a.yml", "- labels: &x {a: b, <<: {c: d, <<: *x}}\n").getFirst().labels();

    assertThat(labels.without("__meta_filepath").toMap()).isEqualTo(Map.of("a", "b", "c", "d"));
  }

  @Test
  void readsJsonAsOtherProgramsWriteIt() throws Exception {
    List<TargetGroup> groups =
        read(
            "a.JSON",
            "[\r\n\t{\r\n\t\t\"labels\":{\"path\":\"\\/a\\u0062\\ud83d\\ude00\\t\"},"
                + "\"targets\":[\"a:1\",\t\"[::1]:2\"]\r\n\t}\r\n]\n");

    assertThat(groups)
        .containsExactly(
            new TargetGroup(
                folder.resolve("a.JSON") + ":0",
                List.of(Labels.of("__address__", "a:1"), Labels.of("__address__", "[::1]:2")),
                Labels.of(
                    "__meta_filepath",
                    folder.resolve("a.JSON").toString(),
                    "path",
                    "/ab\ud83d\ude00\t")));
  }

  @Test
  void theFilesOwnLabelCannotBeForged() throws Exception {
    Labels labels = read("a.yml", "- labels: {__meta_filepath: elsewhere}\n").getFirst().labels();

    assertThat(labels.toMap())
        .isEqualTo(Map.of("__meta_filepath", folder.resolve("a.yml").toString()));
  }

  @Test
  void readsManyGroupsThatShareTheirLabels() throws Exception {
    StringBuilder text = new StringBuilder("- labels: &l {a: b}\n");
    text.repeat("- {targets: ['a:1'], labels: *l}\n", 5000);

    assertThat(read("a.yml", text.toString())).hasSize(5001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.yml  | - targets: ['a:1'             | a.yml:1:18: broken YAML: expected ',' or ']'
          a.yml  | targets: ['a:1']              | a.yml:1:1: a file of targets must be a list, found a mapping
          a.yml  | - a:1                         | a.yml:1:3: a target group must be a mapping, found "a:1"
          a.yml  | [{targets: []}, ~]            | a.yml:1:17: nil target group item found
          a.yml  | - {target: []}                | a.yml:1:4: unknown key "target"; a target group has the keys
          a.yml  | - {targets: a:1}              | a.yml:1:13: targets must be a list, found "a:1"
          a.yml  | - {targets: [[a]]}            | a.yml:1:14: a target must be a text, found a list
          a.yml  | - {targets: [a, '']}          | a.yml:1:17: a target is empty
          a.yml  | - {labels: [a]}               | a.yml:1:12: labels must be a mapping, found a list
          a.yml  | - {labels: {a: [b]}}          | a.yml:1:16: the label a must be a text, found a list
          a.yml  | - {labels: {'': b}}           | a.yml:1:13: "" is not a valid label name
          a.yml  | - {labels: {a: b, a: c}}      | a.yml:1:19: key "a" is given twice
          a.yml  | - {labels: {<<: a}}           | a.yml:1:17: << takes a mapping
          a.json | ''                            | a.json:1:1: unexpected end of JSON input
          a.json | [{"targets": ["a:1"]          | a.json:1:21: broken JSON: Unexpected end-of-input: expected close marker for Object (start marker at line 1, column 2)
          a.json | - {"targets": ["a:1"]}        | a.json:1:2: broken JSON: Unexpected character (' ' (code 32))
          a.json | [{targets: ["a:1"]}]          | a.json:1:3: broken JSON: Unexpected character ('t' (code 116))
          a.json | [] []                         | a.json:1:4: broken JSON: the text goes on after its end
          a.json | [{"targets": null, "a": 1}]   | a.json:1:20: unknown key "a"
          a.json | [{"labels": {"a": 1.50}}]     | a.json:1:19: the label a must stand in double quotes in JSON, found 1.50
          a.json | [{"targets": [1]}]            | a.json:1:15: a target must stand in double quotes in JSON
          a.json | [null]                        | a.json:1:2: nil target group item found
          """)
  void saysWhatIsWrongAndWhere(String name, String text, String message) {
    assertThatThrownBy(() -> read(name, text))
        .isInstanceOf(TargetFileException.class)
        .hasMessageStartingWith(folder + "/" + message);
  }

  @Test
  void refusesOtherEncodings() throws IOException {
    Path file = folder.resolve("a.yml");
    Files.write(file, "- labels: {a: \u00e4}".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> TargetFile.read(file))
        .hasMessage(file + ": the file is not valid UTF-8; save it in that encoding");
  }

  private List<TargetGroup> read(String name, String text) throws Exception {
    return TargetFile.read(Files.writeString(folder.resolve(name), text));
  }
}
