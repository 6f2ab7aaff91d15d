// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps series and answers for them.
 *
 * <p>All methods may be called from any thread and at the same time; a query sees each committed
 * row wholly or not at all, and a row from the moment its commit has returned. Time ranges are
 * inclusive at both ends, in milliseconds since the epoch. A list of matchers is a conjunction;
 * matchers have the semantics of {@link Matcher}. Methods throw {@link StorageException} when the
 * data cannot be read.
 */
@ConsumerType
public interface StorageEngine extends AutoCloseable {

  /**
   * Returns a writer for one target. The same labels may be asked for again, also after a restart:
   * rows then continue the same target.
   *
   * @param target what identifies the target, usually {@code job} and {@code instance}; virtual
   *     targets (remote-written, pushed, rule-made samples) are named the same way, or by a hash
   */
  RowWriter writer(Labels target);

  /**
   * Finds series and their samples.
   *
   * @param request which series and which time
   * @return batches in no particular order; every series with a sample in the range is in exactly
   *     one; the caller closes it
   */
  Selection select(SelectRequest request);

  /**
   * Returns the label names of series that have samples in the range.
   *
   * @param matcherSets series must match one of these sets; empty means all series
   * @param limit at most so many, 0 for all
   * @return names, sorted
   */
  List<String> labelNames(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit);

  /**
   * Returns the values of one label of series that have samples in the range.
   *
   * @param name the label's name
   * @param matcherSets series must match one of these sets; empty means all series
   * @param limit at most so many, 0 for all
   * @return values, sorted, without the empty one
   */
  List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit);

  /**
   * Returns the label sets of series that have samples in the range.
   *
   * @param matcherSets series must match one of these sets; not empty
   * @param limit at most so many, 0 for all
   * @return label sets without duplicates, in no particular order
   */
  List<Labels> series(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit);

  /**
   * Returns the newest exemplars in the range, by series.
   *
   * @param matcherSets series must match one of these sets; not empty
   */
  default List<SeriesExemplars> exemplars(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    return List.of();
  }

  /** Returns what is known of metric families; the last word of each target, without duplicates. */
  default List<MetricMetadata> metadata() {
    return List.of();
  }

  /**
   * Returns figures about what is stored now.
   *
   * @param limit how many entries each ranking has
   */
  StorageStatistics statistics(int limit);

  /**
   * Returns how often damage of what is stored was met since this engine was opened; each time is
   * in the log, with the file and what is lost.
   */
  default long corruptions() {
    return 0;
  }

  /** Returns the parts in which samples are stored, oldest first; none when there are no parts. */
  default List<StoragePartition> partitions() {
    return List.of();
  }

  /**
   * Marks samples as deleted; they are not found any more when this returns.
   *
   * @param matcherSets series must match one of these sets; not empty
   */
  void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs);

  /** Removes deleted samples from disk, as far as the engine can. Returns when it is done. */
  void cleanTombstones() throws IOException;

  /**
   * Writes a copy of the data that an engine of this type can open.
   *
   * @param folder an empty folder
   * @param withHead whether samples that are not in finished partitions are included
   */
  void snapshot(Path folder, boolean withHead) throws IOException;

  /**
   * Ends the engine: what was committed is durable when this returns. Later calls on it or its
   * writers fail.
   */
  @Override
  void close() throws IOException;
}
