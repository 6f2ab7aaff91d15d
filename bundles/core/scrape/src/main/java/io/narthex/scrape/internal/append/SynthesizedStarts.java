// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.MetricType;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Start times of cumulative series whose target tells none, as upstream makes them up. The first
 * sample of a series is not stored: its time becomes the start time, and its value is taken off
 * those that follow. When the value goes down the series began anew, a millisecond before that
 * sample, and nothing is taken off any more. These are counters, histograms, and the sums and
 * counts of summaries. Not safe for several threads.
 */
final class SynthesizedStarts {

  private String family = "";
  private MetricType type = MetricType.UNKNOWN;

  /** The entries that are cumulative. */
  private final BitSet cumulative = new BitSet();

  /** The entries of which no sample was stored yet. */
  private final BitSet unstored = new BitSet();

  // Of each entry: since when it counts or 0, its latest value, and what is taken off.
  private long[] since = new long[0];
  private double[] latest = new double[0];
  private double[] base = new double[0];
  private @Nullable Histogram[] latestHistogram = new @Nullable Histogram[0];
  private @Nullable Histogram[] baseHistogram = new @Nullable Histogram[0];

  /** Says which family the lines that follow are of, and its type, or null when it is not said. */
  void family(String name, @Nullable MetricType named) {
    if (named != null) {
      type = named;
    } else if (!name.equals(family)) {
      type = MetricType.UNKNOWN;
    }
    family = name;
  }

  /** Takes a new entry of the present family, by the name under which it is stored. */
  void add(int entry, String name) {
    if (isCumulative(name)) {
      cumulative.set(entry);
      unstored.set(entry);
    }
  }

  private boolean isCumulative(String name) {
    return switch (type) {
      case COUNTER ->
          name.startsWith(family) && without(name, "_total").equals(without(family, "_total"));
      case HISTOGRAM ->
          name.equals(family)
              || isPart(name, "_bucket")
              || isPart(name, "_sum")
              || isPart(name, "_count");
      case SUMMARY -> isPart(name, "_sum") || isPart(name, "_count");
      case GAUGE, GAUGEHISTOGRAM, INFO, STATESET, UNKNOWN -> false;
    };
  }

  private boolean isPart(String name, String suffix) {
    return name.length() == family.length() + suffix.length()
        && name.startsWith(family)
        && name.endsWith(suffix);
  }

  private static String without(String name, String suffix) {
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
  }

  /** Takes a sample; returns the value to store, or the absent one. */
  double take(int entry, double value, long sampleMs) {
    if (!cumulative.get(entry)) {
      return value;
    }
    makeRoom(entry);
    if (since[entry] == 0) {
      since[entry] = sampleMs;
      latest[entry] = value;
      base[entry] = value;
      return SpecialValues.ABSENT;
    }
    if (value < latest[entry]) {
      since[entry] = sampleMs - 1;
      base[entry] = 0;
    }
    latest[entry] = value;
    return value - base[entry];
  }

  /** Takes a histogram; returns the one to store, or null. */
  @Nullable Histogram take(int entry, Histogram histogram, long sampleMs) {
    if (!cumulative.get(entry)) {
      return histogram;
    }
    makeRoom(entry);
    Histogram before = latestHistogram[entry];
    latestHistogram[entry] = histogram;
    if (since[entry] == 0 || before == null) {
      since[entry] = sampleMs;
      baseHistogram[entry] = histogram;
      return null;
    }
    if (HistogramChange.isReset(histogram, before)) {
      since[entry] = sampleMs - 1;
      baseHistogram[entry] = null;
    }
    Histogram off = baseHistogram[entry];
    return off == null ? histogram : HistogramChange.since(histogram, off);
  }

  private void makeRoom(int entry) {
    if (entry >= since.length) {
      int size = Math.max(entry + 1, since.length + (since.length >> 1));
      since = Arrays.copyOf(since, size);
      latest = Arrays.copyOf(latest, size);
      base = Arrays.copyOf(base, size);
      latestHistogram = Arrays.copyOf(latestHistogram, size);
      baseHistogram = Arrays.copyOf(baseHistogram, size);
    }
  }

  /** Returns since when an entry counts, or 0. */
  long since(int entry) {
    return entry < since.length ? since[entry] : 0;
  }

  /** Notes that a sample of an entry is stored. */
  void stored(int entry) {
    unstored.clear(entry);
  }

  /** Returns whether no sample of an entry was stored yet, so that it cannot end either. */
  boolean isUnstored(int entry) {
    return unstored.get(entry);
  }

  /** Begins an entry anew with its next sample, because one was refused or told its start time. */
  void lose(int entry) {
    if (entry < since.length) {
      since[entry] = 0;
      latestHistogram[entry] = null;
      baseHistogram[entry] = null;
    }
  }

  /** Forgets an entry, whose number will be given again. */
  void forget(int entry) {
    lose(entry);
    cumulative.clear(entry);
    unstored.clear(entry);
  }

  /** Forgets all entries. */
  void forgetAll() {
    Arrays.fill(since, 0);
    Arrays.fill(latestHistogram, null);
    Arrays.fill(baseHistogram, null);
    cumulative.clear();
    unstored.clear();
  }
}
