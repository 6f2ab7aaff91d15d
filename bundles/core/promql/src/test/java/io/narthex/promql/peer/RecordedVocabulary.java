// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.peer;

import io.narthex.promql.naive.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names and labels that series of a server have; queries ask for what is there. */
final class RecordedVocabulary implements Vocabulary {

  private static final String NAME = "__name__";

  /** The metric that queries keep to for a while, so that two sides of an operator meet. */
  private String metric = "";

  private final Map<String, List<Map<String, String>>> series = new TreeMap<>();
  private final List<String> names;
  private final long fromSeconds;
  private final int seconds;

  RecordedVocabulary(List<Map<String, String>> all, long fromSeconds, int seconds) {
    this.fromSeconds = fromSeconds;
    this.seconds = seconds;
    for (Map<String, String> labels : all) {
      series.computeIfAbsent(labels.getOrDefault(NAME, ""), n -> new ArrayList<>()).add(labels);
    }
    this.names = List.copyOf(series.keySet());
  }

  @Override
  public String selector(Random random) {
    if (metric.isEmpty() || random.nextInt(3) == 0) {
      metric = names.get(random.nextInt(names.size()));
    }
    List<Map<String, String>> found = series.getOrDefault(metric, List.of());
    Map<String, String> one = found.get(random.nextInt(found.size()));
    List<String> labels = one.keySet().stream().filter(l -> !l.equals(NAME)).toList();
    List<String> matchers = new ArrayList<>();
    int count = labels.isEmpty() ? 0 : random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String label = labels.get(random.nextInt(labels.size()));
      matchers.add(label + matcher(random, one.getOrDefault(label, "")));
    }
    return matchers.isEmpty() ? metric : metric + "{" + String.join(",", matchers) + "}";
  }

  private static String matcher(Random random, String value) {
    return switch (random.nextInt(7)) {
      case 0 -> "!=" + quoted(value);
      case 1 -> "=~" + quoted(escaped(value.substring(0, value.length() / 2)) + ".*");
      case 2 -> "!~" + quoted(escaped(value));
      case 3 -> "=~" + quoted(escaped(value) + "|nothing");
      case 4 -> "=~\".+\"";
      default -> "=" + quoted(value);
    };
  }

  private static String escaped(String value) {
    return value.replaceAll("([^A-Za-z0-9_])", "\\\\$1");
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** Labels that the present metric has. */
  private List<String> labels() {
    TreeSet<String> labels = new TreeSet<>(List.of("job", "instance"));
    series.getOrDefault(metric, List.of()).forEach(s -> labels.addAll(s.keySet()));
    labels.remove(NAME);
    return List.copyOf(labels);
  }

  private String some(Random random) {
    List<String> labels = labels();
    List<String> chosen = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      chosen.add(labels.get(random.nextInt(labels.size())));
    }
    return "(" + String.join(", ", new TreeSet<>(chosen)) + ")";
  }

  @Override
  public String grouping(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> " without " + some(random);
      default -> " by " + some(random);
    };
  }

  @Override
  public String plainMatching(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> " ignoring " + some(random);
      default -> " on " + some(random);
    };
  }

  @Override
  public String matching(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> " on (instance, job) group_left";
      case 1 -> " ignoring " + some(random) + " group_right";
      default -> plainMatching(random);
    };
  }

  @Override
  public long time(Random random) {
    return fromSeconds + random.nextInt(seconds);
  }

  @Override
  public boolean newest() {
    return false;
  }
}
