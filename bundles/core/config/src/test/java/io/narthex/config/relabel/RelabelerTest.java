// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.model.ValidationScheme;
import io.narthex.spi.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelabelerTest {

  private static final Labels ABC = Labels.of("a", "foo", "b", "bar", "c", "baz");

  private final Builder rule = new Builder();

  @Test
  void replace_writes_the_expansion() {
    rule.source("a").regex("f(.*)").target("d").replacement("ch${1}-ch${1}");
    assertThat(rule.apply(ABC)).isEqualTo(ABC.with("d", "choo-choo"));
  }

  @Test
  void replace_without_match_changes_nothing() {
    rule.source("a").regex("o").target("d");
    assertThat(rule.apply(ABC)).isEqualTo(ABC);
  }

  @Test
  void replace_with_an_empty_result_removes_the_label() {
    rule.source("a").regex("(f).*").target("a").replacement("$2");
    assertThat(rule.apply(ABC)).isEqualTo(ABC.without("a"));
  }

  @Test
  void replace_of_a_plain_value_needs_no_source() {
    rule.target("d").replacement("value");
    assertThat(rule.apply(ABC)).isEqualTo(ABC.with("d", "value"));
  }

  @Test
  void replace_may_build_the_name_and_passes_over_bad_ones() {
    Labels labels = Labels.of("a", "some-name-value");
    rule.source("a").regex("some-([^-]+)-([^,]+)").target("${1}").replacement("$2");
    assertThat(rule.apply(labels)).isEqualTo(labels.with("name", "value"));
    rule.target("${3}");
    assertThat(rule.apply(labels)).isEqualTo(labels);
    rule.target("0${3}");
    Relabeler legacy = new Relabeler(List.of(rule.build()), ValidationScheme.LEGACY);
    assertThat((Object) legacy.apply(labels)).isEqualTo(labels);
  }

  @Test
  void the_dot_matches_line_ends_and_the_match_is_anchored() {
    Labels labels = Labels.of("a", "x\ny");
    rule.source("a").regex("x.y").action(RelabelAction.KEEP);
    assertThat(rule.apply(labels)).isEqualTo(labels);
    rule.regex("x|z");
    assertThat(rule.apply(labels)).isNull();
  }

  @Test
  void keep_and_drop() {
    rule.source("a", "b").regex("foo;bar").action(RelabelAction.KEEP);
    assertThat(rule.apply(ABC)).isEqualTo(ABC);
    rule.action(RelabelAction.DROP);
    assertThat(rule.apply(ABC)).isNull();
    rule.source("missing").regex("");
    assertThat(rule.apply(ABC)).isNull();
  }

  @Test
  void rules_run_in_their_order_up_to_the_first_that_drops() {
    RelabelRule first = rule.source("a").target("x").build();
    RelabelRule second = new Builder().source("x").regex("foo").action(RelabelAction.KEEP).build();
    RelabelRule third = new Builder().source("b", "x").target("y").build();
    RelabelRule drops =
        new Builder().source("y").regex("bar;foo").action(RelabelAction.DROP).build();
    RelabelRule never = new Builder().source("a").target("z").build();

    Relabeler keeping = new Relabeler(List.of(first, second, third), ValidationScheme.UTF8);
    assertThat((Object) keeping.apply(ABC)).isEqualTo(ABC.with("x", "foo").with("y", "bar;foo"));
    Relabeler early = new Relabeler(List.of(second, first), ValidationScheme.UTF8);
    assertThat((Object) early.apply(ABC)).isNull();
    Relabeler dropping =
        new Relabeler(List.of(first, second, third, drops, never), ValidationScheme.UTF8);
    assertThat((Object) dropping.apply(ABC)).isNull();
  }

  @Test
  void an_empty_expression_matches_only_what_is_empty() {
    rule.source("a").regex("").action(RelabelAction.DROP);
    assertThat(rule.apply(ABC)).isEqualTo(ABC);
    rule.source("missing");
    assertThat(rule.apply(ABC)).isNull();
  }

  @Test
  void keepequal_and_dropequal() {
    Labels same = ABC.with("d", "foo");
    rule.source("a").target("d").action(RelabelAction.KEEPEQUAL);
    assertThat(rule.apply(same)).isEqualTo(same);
    assertThat(rule.apply(ABC)).isNull();
    rule.action(RelabelAction.DROPEQUAL);
    assertThat(rule.apply(same)).isNull();
    assertThat(rule.apply(ABC)).isEqualTo(ABC);
  }

  @Test
  void hashmod_is_upstreams() {
    rule.source("c").target("d").action(RelabelAction.HASHMOD).modulus(1000);
    assertThat(rule.apply(ABC)).isEqualTo(ABC.with("d", "976"));
    rule.source("a").modulus(1000);
    Labels newline = Labels.of("a", "foo\nbar");
    assertThat(rule.apply(newline)).isEqualTo(newline.with("d", "734"));
  }

  @Test
  void labelmap_copies() {
    Labels labels = Labels.of("a", "foo", "b1", "bar", "b2", "baz");
    rule.regex("(b.*)").replacement("bar_${1}").action(RelabelAction.LABELMAP);
    assertThat(rule.apply(labels)).isEqualTo(labels.with("bar_b1", "bar").with("bar_b2", "baz"));
    Labels meta = Labels.of("__meta_my_bar", "aaa", "__meta_other", "bbb");
    rule.regex("__meta_(my.*)").replacement("${1}");
    assertThat(rule.apply(meta)).isEqualTo(meta.with("my_bar", "aaa"));
  }

  @Test
  void labeldrop_and_labelkeep() {
    Labels labels = Labels.of("a", "foo", "b1", "bar", "b2", "baz");
    rule.regex("(b.*)").action(RelabelAction.LABELDROP);
    assertThat(rule.apply(labels)).isEqualTo(Labels.of("a", "foo"));
    rule.action(RelabelAction.LABELKEEP);
    assertThat(rule.apply(labels)).isEqualTo(Labels.of("b1", "bar", "b2", "baz"));
  }

  @Test
  void cases_are_changed() {
    Labels labels = Labels.of("foo", "bAr123Foo");
    rule.source("foo").target("low").action(RelabelAction.LOWERCASE);
    assertThat(rule.apply(labels)).isEqualTo(labels.with("low", "bar123foo"));
    rule.target("up").action(RelabelAction.UPPERCASE);
    assertThat(rule.apply(labels)).isEqualTo(labels.with("up", "BAR123FOO"));
  }

  @ParameterizedTest
  @CsvSource({
    "$1, x",
    "${1}y, xy",
    "$1y, ''",
    "$$1, $1",
    "$, $",
    "a$, a$",
    "${1, ${1",
    "${}, ${}",
    "$-1, $-1",
    "${name}, x",
    "$name-, x-",
    "$01, ''",
    "$9, ''",
    "p$1q, p"
  })
  void templates_expand_as_in_go(String template, String expected) {
    Regex regex = Regex.of("(?P<name>.)");
    assertThat(regex.expand(template, regex.match("x"))).isEqualTo(expected);
  }

  private static final class Builder {

    private List<String> source = null;
    private String regex = null;
    private String target = null;
    private String replacement = null;
    private long modulus;
    private RelabelAction action = null;

    Builder source(String... labels) {
      source = List.of(labels);
      return this;
    }

    Builder regex(String text) {
      regex = text;
      return this;
    }

    Builder target(String label) {
      target = label;
      return this;
    }

    Builder replacement(String text) {
      replacement = text;
      return this;
    }

    Builder modulus(long value) {
      modulus = value;
      return this;
    }

    Builder action(RelabelAction value) {
      action = value;
      return this;
    }

    RelabelRule build() {
      return new RelabelRule(
          source,
          null,
          regex == null ? null : Regex.of(regex),
          modulus,
          target,
          replacement,
          action);
    }

    @Nullable Object apply(Labels labels) {
      return new Relabeler(List.of(build()), ValidationScheme.UTF8).apply(labels);
    }
  }
}
