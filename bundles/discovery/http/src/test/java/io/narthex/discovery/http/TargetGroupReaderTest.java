// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGroupReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", " [ ]\n"})
  void readsNoGroups(String json) throws Exception {
    assertThat(read(json)).isEmpty();
  }

  @Test
  void readsGroups() throws Exception {
    assertThat(
            read(
                """
                [{"labels": {"a": "b", "c": null, "__meta_url": "forged"}, "targets": ["x:1", "y:1"]},
                 {"targets": null, "labels": null}, {}]
                """))
        .containsExactly(
            new TargetGroup(
                "u:0",
                List.of(Labels.of("__address__", "x:1"), Labels.of("__address__", "y:1")),
                Labels.of("a", "b", "__meta_url", "u")),
            new TargetGroup("u:1", List.of(), Labels.of("__meta_url", "u")),
            new TargetGroup("u:2", List.of(), Labels.of("__meta_url", "u")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                | unexpected end of JSON input
          [{"targets": ["a:1"]              | line 1, column 21 of the answer: broken JSON: Unexpected end-of-input
          {}                                | line 1, column 1 of the answer: the answer must be an array
          [null]                            | line 1, column 2 of the answer: nil target group item found
          ["a:1"]                           | line 1, column 2 of the answer: a target group must be an object
          [{"target": []}]                  | line 1, column 3 of the answer: unknown field "target"
          [{"targets": "a:1"}]              | line 1, column 14 of the answer: targets must be an array
          [{"targets": [1]}]                | line 1, column 15 of the answer: a target must be a string
          [{"targets": [""]}]               | line 1, column 15 of the answer: a target is empty
          [{"labels": []}]                  | line 1, column 13 of the answer: labels must be an object
          [{"labels": {"a": 1}}]            | line 1, column 19 of the answer: the label a must be a string
          [{"labels": {"": "b"}}]           | line 1, column 14 of the answer: "" is not a valid label name
          [] []                             | line 1, column 4 of the answer: the text goes on after its end
          """)
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void mutilatedAnswersAreReadOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] good =
        "[{\"targets\": [\"a:1\", \"b\"], \"labels\": {\"a\": \"\\u00e9\", \"c\": null}}, {}]"
            .getBytes(StandardCharsets.UTF_8);
    byte[] spice = "{}[]:,\"\\nul tre0123.-\0\u00ff\n".getBytes(StandardCharsets.ISO_8859_1);
    for (int round = 0; round < 20_000; round++) {
      byte[] body = Arrays.copyOf(good, good.length - random.nextInt(3) * random.nextInt(20));
      for (int k = random.nextInt(6); k >= 0; k--) {
        body[random.nextInt(body.length)] = spice[random.nextInt(spice.length)];
      }
      try {
        new TargetGroupReader("u").read(body);
      } catch (IOException expected) {
        assertThat(expected.getMessage()).as("seed %d", seed).isNotBlank();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  private static List<TargetGroup> read(String json) throws IOException {
    return new TargetGroupReader("u").read(json.getBytes(StandardCharsets.UTF_8));
  }
}
