// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.spi.config.Durations;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of the server sets.
 *
 * @param timeout the longest time that a query may take
 * @param maxConcurrency how many queries may run at a time
 * @param maxSamples the most samples that one query may hold
 * @param maxMemory the most bytes that one query may hold
 * @param lookbackDelta how far back instant selectors look
 * @param subqueryStep the resolution of subqueries that name none, while no configuration says
 *     otherwise
 * @param perStepStatistics whether samples are counted for each step of queries that ask for it
 */
public record EngineSettings(
    Duration timeout,
    int maxConcurrency,
    long maxSamples,
    long maxMemory,
    Duration lookbackDelta,
    Duration subqueryStep,
    boolean perStepStatistics,
    ParserOptions parser,
    Execution.Features features) {

  /**
   * Reads the framework's properties; they have the texts of the flags.
   *
   * @param properties gives a property's text, or null when it is not set
   * @throws IllegalArgumentException naming the flag, its value and what it should be
   */
  public static EngineSettings of(Function<String, @Nullable String> properties) {
    Set<String> features = new TreeSet<>();
    String list = properties.apply("narthex.enable-feature");
    if (list != null) {
      for (String name : list.split(",")) {
        features.add(name.strip());
      }
    }
    long heap = Runtime.getRuntime().maxMemory();
    return new EngineSettings(
        duration(properties, "query.timeout", Duration.ofMinutes(2)),
        (int) number(properties, "query.max-concurrency", 20, Integer.MAX_VALUE),
        number(properties, "query.max-samples", 50_000_000, Long.MAX_VALUE),
        number(properties, "query.max-memory", heap / 4, Long.MAX_VALUE),
        duration(properties, "query.lookback-delta", Duration.ofMinutes(5)),
        duration(properties, "query.default-subquery-step", Duration.ofMinutes(1)),
        features.contains("promql-per-step-stats"),
        new ParserOptions(
            features.contains("promql-experimental-functions"),
            true,
            features.contains("promql-extended-range-selectors"),
            features.contains("promql-binop-fill-modifiers")),
        new Execution.Features(
            features.contains("promql-delayed-name-removal"),
            features.contains("type-and-unit-labels"),
            features.contains("use-start-timestamps")));
  }

  private static Duration duration(
      Function<String, @Nullable String> properties, String flag, Duration fallback) {
    String text = properties.apply("narthex." + flag);
    if (text == null || text.isBlank()) {
      return fallback;
    }
    Duration value;
    try {
      value = Durations.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + flag + "=" + text + ": " + e.getMessage(), e);
    }
    if (value.isZero()) {
      throw new IllegalArgumentException("--" + flag + "=" + text + ": must be longer than 0");
    }
    return value;
  }

  private static long number(
      Function<String, @Nullable String> properties, String flag, long fallback, long max) {
    String text = properties.apply("narthex." + flag);
    if (text == null || text.isBlank()) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 1 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + flag + "=" + text + ": must be a whole number", e);
    }
    throw new IllegalArgumentException("--" + flag + "=" + text + ": must be from 1 to " + max);
  }
}
