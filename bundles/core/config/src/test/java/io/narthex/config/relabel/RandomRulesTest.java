// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.config.model.ValidationScheme;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random rules are refused, or change any labels without failing and leave no empty label. {@code
 * -Dnarthex.fuzz.seconds=300} lets it run longer.
 */
class RandomRulesTest {

  private static final long SECONDS = Long.getLong("narthex.fuzz.seconds", 1);

  private static final String[] PARTS = {
    "a",
    "b",
    "instance",
    "__tmp",
    "__name__",
    "(.*)",
    "(a|b)",
    "[a-c]+",
    "$1",
    "${1}",
    "${x}",
    "$$",
    "$",
    ".",
    "*",
    "\\",
    "(?i)",
    "(?P<x>.)",
    "x{2,3}",
    "é",
    "\ud83d\ude00",
    "\u0000",
    "",
    " ",
    "\n",
    "^",
    "__meta_(.+)",
    "(",
    ")",
    "{",
    "}"
  };

  @Test
  void are_refused_or_work() {
    long seed = Long.getLong("narthex.test.seed", new Random().nextLong());
    Random random = new Random(seed);
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int round = 0; round < 500 || System.nanoTime() < end; round++) {
      String place = "seed " + seed + ", round " + round;
      List<RelabelRule> rules = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        rule(random, rules);
      }
      ValidationScheme scheme =
          ValidationScheme.values()[random.nextInt(ValidationScheme.values().length)];
      Labels labels = labels(random);
      Labels changed;
      try {
        changed = new Relabeler(rules, scheme).apply(labels);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(place + ": " + rules + " on " + labels, e);
      }
      if (changed != null) {
        for (Label label : changed) {
          assertThat(label.name()).as(place).isNotEmpty();
          assertThat(label.value()).as(place).isNotEmpty();
        }
      }
    }
  }

  /** Adds a rule, if it is one. */
  private static void rule(Random random, List<RelabelRule> rules) {
    List<String> sources = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      sources.add(PARTS[random.nextInt(5)]);
    }
    RelabelAction[] actions = RelabelAction.values();
    RelabelAction action = actions[random.nextInt(actions.length)];
    try {
      rules.add(
          new RelabelRule(
              sources,
              random.nextBoolean() ? ";" : PARTS[random.nextInt(PARTS.length)],
              random.nextInt(3) == 0 ? Regex.ALL : Regex.of(text(random)),
              action == RelabelAction.HASHMOD ? random.nextLong() : 0,
              text(random),
              random.nextBoolean() ? "$1" : text(random),
              action));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static String text(Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      out.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return out.toString();
  }

  private static Labels labels(Random random) {
    LabelsBuilder out = new LabelsBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      String value = text(random);
      if (!value.isEmpty()) {
        out.set(PARTS[random.nextInt(5)], value);
      }
    }
    return out.build();
  }
}
