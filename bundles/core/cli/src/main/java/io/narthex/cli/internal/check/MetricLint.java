// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The naming conventions of the Prometheus documentation, in the words of its own linter. */
final class MetricLint {

  private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");

  /** Known units and the base unit of each. */
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("amperes", "amperes"),
          Map.entry("bytes", "bytes"),
          Map.entry("celsius", "celsius"),
          Map.entry("grams", "grams"),
          Map.entry("joules", "joules"),
          Map.entry("kelvin", "kelvin"),
          Map.entry("meters", "meters"),
          Map.entry("metres", "metres"),
          Map.entry("seconds", "seconds"),
          Map.entry("volts", "volts"),
          Map.entry("minutes", "seconds"),
          Map.entry("hours", "seconds"),
          Map.entry("days", "seconds"),
          Map.entry("weeks", "seconds"),
          Map.entry("kelvins", "kelvin"),
          Map.entry("fahrenheit", "celsius"),
          Map.entry("rankine", "celsius"),
          Map.entry("inches", "meters"),
          Map.entry("yards", "meters"),
          Map.entry("miles", "meters"),
          Map.entry("bits", "bytes"),
          Map.entry("calories", "joules"),
          Map.entry("pounds", "grams"),
          Map.entry("ounces", "grams"));

  private static final List<String> PREFIXES =
      List.of(
          "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi",
          "mega", "mibi", "giga", "gibi", "tera", "tebi", "peta", "pebi");

  private static final List<String> ABBREVIATIONS =
      List.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

  private MetricLint() {}

  /** Returns what is against the conventions, sorted, each finding a single time. */
  static Set<String> problems(MetricFamily family) {
    Set<String> problems = new TreeSet<>();
    if (!family.hasHelp()) {
      problems.add("no help text");
    }
    checkName(family, problems);
    checkUnit(family.name(), problems);
    if (family.type() != MetricType.UNKNOWN) {
      checkType(family, problems);
    }
    checkSeries(family, problems);
    return problems;
  }

  private static void checkName(MetricFamily family, Set<String> problems) {
    String name = family.name();
    if (name.contains(":")) {
      problems.add("metric names should not contain ':'");
    }
    if (CAMEL_CASE.matcher(name).find()) {
      problems.add("metric names should be written in 'snake_case' not 'camelCase'");
    }
    for (String abbreviation : ABBREVIATIONS) {
      if (hasWord(name, abbreviation)) {
        problems.add("metric names should not contain abbreviated units");
      }
    }
  }

  private static void checkUnit(String name, Set<String> problems) {
    for (String word : name.split("_")) {
      String base = baseUnit(word);
      if (base != null) {
        if (!base.equals(word)) {
          problems.add("use base unit \"" + base + "\" instead of \"" + word + "\"");
        }
        return;
      }
    }
  }

  private static @Nullable String baseUnit(String word) {
    String base = UNITS.get(word);
    for (String prefix : PREFIXES) {
      if (base == null && word.startsWith(prefix)) {
        base = UNITS.get(word.substring(prefix.length()));
      }
    }
    return base;
  }

  private static void checkType(MetricFamily family, Set<String> problems) {
    MetricType type = family.type();
    String name = family.name();
    String word = type.name().toLowerCase(Locale.ROOT);
    if (hasWord(name, word)) {
      problems.add("metric name should not include type '" + word + "'");
    }
    boolean counter = type == MetricType.COUNTER;
    if (counter && !name.endsWith("_total")) {
      problems.add("counter metrics should have \"_total\" suffix");
    } else if (!counter && name.endsWith("_total")) {
      problems.add("non-counter metrics should not have \"_total\" suffix");
    }
    boolean histogram = type == MetricType.HISTOGRAM || type == MetricType.GAUGEHISTOGRAM;
    boolean summary = type == MetricType.SUMMARY;
    if (!histogram && name.endsWith("_bucket")) {
      problems.add("non-histogram metrics should not have \"_bucket\" suffix");
    }
    for (String suffix : List.of("_count", "_sum")) {
      if (!histogram && !summary && name.endsWith(suffix)) {
        problems.add(
            "non-histogram and non-summary metrics should not have \"" + suffix + "\" suffix");
      }
    }
    for (Labels labels : family.series()) {
      if (!histogram && labels.contains("le")) {
        problems.add("non-histogram metrics should not have \"le\" label");
      }
      if (!summary && labels.contains("quantile")) {
        problems.add("non-summary metrics should not have \"quantile\" label");
      }
    }
  }

  private static void checkSeries(MetricFamily family, Set<String> problems) {
    Set<Labels> seen = new HashSet<>();
    for (Labels labels : family.series()) {
      if (!seen.add(labels)) {
        problems.add("metric not unique");
      }
      for (Label label : labels) {
        if (CAMEL_CASE.matcher(label.name()).find()) {
          problems.add("label names should be written in 'snake_case' not 'camelCase'");
        }
      }
    }
  }

  private static boolean hasWord(String name, String word) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("_" + word + "_") || lower.endsWith("_" + word);
  }
}
