// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Matcher;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which series a plan reads, and when.
 *
 * @param atMs the fixed time, or null for the time of each step
 * @param offsetMs how far before that time
 * @param countsOnly whether nothing but count and sum of histograms is looked at
 * @param use what stands above the selector, for the storage engine to know
 */
public record Selector(
    List<Matcher> matchers,
    @Nullable Long atMs,
    long offsetMs,
    Extension extension,
    boolean countsOnly,
    Use use) {

  /**
   * What is done with the series.
   *
   * @param function the function or aggregation above, or empty
   * @param by whether {@code grouping} is what the aggregation keeps
   * @param grouping labels of the aggregation directly above
   * @param labels the only labels that are looked at, or null for all
   */
  public record Use(
      String function, boolean by, List<String> grouping, @Nullable Set<String> labels) {

    /** Nothing is known. */
    public static final Use NONE = new Use("", false, List.of(), null);

    public Use {
      grouping = List.copyOf(grouping);
      labels = labels == null ? null : Set.copyOf(labels);
    }

    /** A use of series with all their labels. */
    public Use(String function, boolean by, List<String> grouping) {
      this(function, by, grouping, null);
    }

    /** Returns the same use of series of which only some labels are looked at. */
    public Use withLabels(Set<String> names) {
      return new Use(function, by, grouping, names);
    }
  }

  public Selector {
    matchers = List.copyOf(matchers);
  }

  /** Returns the one metric name that all series have, or the empty text when that is not known. */
  public String metricName() {
    for (Matcher m : matchers) {
      if (m.name().equals(Label.METRIC_NAME) && m.type() == Matcher.Type.EQUAL) {
        return m.value();
      }
    }
    return "";
  }

  /** Returns the same with another use. */
  public Selector withUse(Use other) {
    return new Selector(matchers, atMs, offsetMs, extension, countsOnly, other);
  }

  /** Returns the same with other matchers. */
  public Selector withMatchers(List<Matcher> others) {
    return new Selector(others, atMs, offsetMs, extension, countsOnly, use);
  }
}
