// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.annotation;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One remark. Those with the same {@link #text} count as one; the last stands, merged with what was
 * before.
 */
public sealed interface Annotation {

  /** How much it matters. */
  enum Level {
    WARNING("PromQL warning: "),
    INFO("PromQL info: ");

    private final String prefix;

    Level(String prefix) {
      this.prefix = prefix;
    }

    /** Returns what messages of the level start with. */
    public String prefix() {
      return prefix;
    }
  }

  /** Returns the level. */
  Level level();

  /** Returns the message without details and position. */
  String text();

  /** Returns the expression that it is about. */
  Span span();

  /** Returns this, with what an earlier one of the same text knew. */
  default Annotation mergedWith(Annotation earlier) {
    return this;
  }

  /** Returns the message as the API shows it. */
  default String render(String query) {
    return level().prefix() + text() + " (" + span().position(query) + ")";
  }

  /** A remark without details. */
  record Plain(Level level, String text, Span span) implements Annotation {}

  /**
   * Classic buckets whose counts fell.
   *
   * @param count over how many samples, less one
   */
  record ForcedMonotonicity(
      String text,
      Span span,
      long minTimeMs,
      long maxTimeMs,
      double minBucket,
      double maxBucket,
      double maxDifference,
      int count)
      implements Annotation {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public Annotation mergedWith(Annotation earlier) {
      if (!(earlier instanceof ForcedMonotonicity e)) {
        return this;
      }
      return new ForcedMonotonicity(
          text,
          e.span,
          Math.min(minTimeMs, e.minTimeMs),
          Math.max(maxTimeMs, e.maxTimeMs),
          Math.min(minBucket, e.minBucket),
          Math.max(maxBucket, e.maxBucket),
          Math.max(maxDifference, e.maxDifference),
          e.count + count + 1);
    }

    @Override
    public String render(String query) {
      return level().prefix()
          + text
          + ", from buckets "
          + GoText.general(minBucket)
          + " to "
          + GoText.general(maxBucket)
          + ", with a max diff of "
          + GoText.rounded(maxDifference, 2)
          + ", over "
          + (count + 1)
          + " samples from "
          + time(minTimeMs)
          + " to "
          + time(maxTimeMs)
          + " ("
          + span.position(query)
          + ")";
    }

    private static String time(long ms) {
      return Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
    }
  }

  /**
   * Samples whose counting began before the sample ahead of them.
   *
   * @param count how often
   */
  record StartTimeOverlap(String metric, Span span, int count) implements Annotation {

    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "sample has start time that overlaps with previous sample timestamp for metric "
          + GoText.quote(metric);
    }

    @Override
    public Annotation mergedWith(Annotation earlier) {
      return earlier instanceof StartTimeOverlap e
          ? new StartTimeOverlap(metric, e.span, e.count + count)
          : this;
    }

    @Override
    public String render(String query) {
      String times = count > 1 ? " (" + count + " occurrences)" : "";
      return level().prefix() + text() + times + " (" + span.position(query) + ")";
    }
  }
}
