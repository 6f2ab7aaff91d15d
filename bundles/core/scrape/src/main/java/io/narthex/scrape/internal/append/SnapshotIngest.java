// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.SampleSink;
import io.narthex.exposition.SnapshotFlattener;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.model.SpecialValues;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the samples of an exporter inside this process. While the series come as they came last
 * time, their values are only gathered, and put into the row in runs. Used by one thread at a time.
 */
final class SnapshotIngest implements SampleSink {

  /** How many samples a run may have, so that their values stay in the processor's cache. */
  private static final int RUN = 256;

  private final LabelKeys keys;
  private final TargetRow row;
  private final MetadataCache metadata;
  private SnapshotFlattener flattener = new SnapshotFlattener(false, false);
  private @Nullable HistogramRules histograms;
  private StartRules starts = StartRules.NONE;
  private @Nullable ScrapeException refusal;

  /** The families of the last scrape, by place. */
  private final List<MetricMetadata> families = new ArrayList<>();

  private int nextFamily;

  /** The values of the samples that came as predicted and are not in the row yet. */
  private final double[] run = new double[RUN];

  private int runLength;

  /** The entries in the order in which they are expected, and where the next one stands. */
  private int[] order = new int[0];

  private int next;

  /** Where the order ends; zero while each sample must be looked at by itself. */
  private int end;

  SnapshotIngest(LabelKeys keys, TargetRow row, MetadataCache metadata) {
    this.keys = keys;
    this.row = row;
    this.metadata = metadata;
  }

  /** Sets which form of histograms is taken. */
  void histograms(HistogramRules rules) {
    if (rules != histograms && !rules.equals(histograms)) {
      histograms = rules;
      flattener =
          new SnapshotFlattener(rules.asNative(), rules.keepClassic(), rules.toCustomBuckets());
    }
  }

  /**
   * Takes all samples.
   *
   * @throws ScrapeException when a series cannot be taken
   */
  void take(MetricSnapshots snapshots) throws ScrapeException {
    refusal = null;
    nextFamily = 0;
    runLength = 0;
    SeriesTable table = row.table();
    order = table.order();
    starts = row.startRules();
    end = table.allowsRuns() && !starts.any() ? table.expected() : 0;
    next = table.position();
    flattener.flatten(snapshots, this);
    endRun();
    if (nextFamily < families.size()) {
      families.subList(nextFamily, families.size()).clear();
      metadata.lookedAtLine();
    }
    ScrapeException refused = refusal;
    if (refused != null) {
      throw refused;
    }
  }

  @Override
  public void metadata(MetricMetadata family) {
    int place = nextFamily++;
    // The flattener hands on the same object as long as nothing changes.
    if (place == families.size()) {
      families.add(family);
      metadata.lookedAtLine();
    } else if (families.get(place) != family) {
      families.set(place, family);
      metadata.lookedAtLine();
    }
    if (metadata.isDue()) {
      metadata.put(family);
    }
    if (starts.synthesized()) {
      row.family(family.family(), family.type());
    }
  }

  @Override
  public void sample(
      Labels labels,
      double value,
      long timestampMs,
      long startTimestampMs,
      @Nullable Exemplar exemplar) {
    boolean plain = Double.isNaN(value) && !SpecialValues.isStale(value);
    double taken = plain ? SpecialValues.NAN : value;
    if (exemplar == null && !isGiven(timestampMs) && next < end && keys.is(order[next], labels)) {
      next++;
      run[runLength++] = taken;
      if (runLength == RUN) {
        endRun();
      }
      return;
    }
    int entry = take(labels, taken, timestampMs, starts.read() ? startTimestampMs : 0);
    if (exemplar != null && entry >= 0) {
      row.exemplar(entry, exemplar);
    }
  }

  @Override
  public void histogram(
      Labels labels,
      Histogram histogram,
      long timestampMs,
      long startTimestampMs,
      List<Exemplar> exemplars) {
    int entry = take(labels, SpecialValues.ABSENT, timestampMs, 0);
    if (entry < 0) {
      return;
    }
    try {
      long start = starts.read() ? startTimestampMs : 0;
      row.histogram(entry, histogram, isGiven(timestampMs), timestampMs, start);
      exemplars.forEach(exemplar -> row.exemplar(entry, exemplar));
    } catch (ScrapeException e) {
      refuse(e);
    }
  }

  /** Passes over what is still to come. */
  private void refuse(ScrapeException reason) {
    refusal = reason;
    end = 0;
  }

  private static boolean isGiven(long timestampMs) {
    return timestampMs != ExpositionReader.NO_TIMESTAMP;
  }

  private void endRun() {
    if (runLength > 0) {
      row.run(run, runLength);
      runLength = 0;
      next = row.table().position();
    }
  }

  /** Returns the entry, or below zero when there is none. */
  private int take(Labels labels, double value, long timestampMs, long startMs) {
    endRun();
    if (refusal != null) {
      return -1;
    }
    int entry = row.table().predicted();
    if (!keys.is(entry, labels)) {
      entry = keys.find(labels);
    }
    try {
      if (entry >= 0) {
        row.sample(entry, value, isGiven(timestampMs), timestampMs, startMs);
      } else if (row.refuseUnseen()) {
        entry = TargetRow.REFUSED;
      } else {
        entry = row.newSample(labels, value, isGiven(timestampMs), timestampMs, startMs);
        if (entry != TargetRow.REFUSED) {
          keys.put(entry, labels);
        }
      }
      next = row.table().position();
      return entry;
    } catch (ScrapeException e) {
      refuse(e);
      return -1;
    }
  }
}
