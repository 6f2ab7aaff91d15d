// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.model.ValidationScheme;
import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegexTest {

  @Test
  void whatCostsTooMuchIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> Regex.of("((a{100}){100}){100}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "error parsing regexp \"((a{100}){100}){100}\": expression too large; write fewer or"
                + " smaller repetitions and groups, or split it over several rules");
    assertThatThrownBy(() -> Regex.of("(".repeat(5000) + ")".repeat(5000)))
        .hasMessageContaining("(((...\": expression nests too deeply; write fewer");
  }

  @Test
  void aLongListOfWordsIsLookedUp() {
    String list =
        IntStream.range(0, 6_000).mapToObj(i -> "node-" + i).collect(Collectors.joining("|"));
    Regex regex = Regex.of(list);

    assertThat(regex.matches("node-5999")).isTrue();
    assertThat(regex.matches("node-6000")).isFalse();
    assertThat(regex.matches("")).isFalse();
    assertThat(Regex.of(list + "|").matches("")).isTrue();
    RelabelRule rule =
        new RelabelRule(List.of("a"), ";", regex, 0, "b", "x-$0", RelabelAction.REPLACE);
    Labels before = Labels.of("a", "node-7");
    Relabeler relabeler = new Relabeler(List.of(rule), ValidationScheme.UTF8);
    assertThat((Object) relabeler.apply(before)).isEqualTo(before.with("b", "x-node-7"));
    Labels other = Labels.of("a", "node-x");
    assertThat((Object) relabeler.apply(other)).isEqualTo(other);
  }
}
