// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.model.Label;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import io.narthex.storage.local.head.Head;
import io.narthex.storage.local.label.LabelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Counts series by metric, label and pair in one walk over the label index. */
final class Rankings {

  private final int limit;
  private final Top byMetric;
  private final Top byPair;
  private final Map<String, long[]> labels = new HashMap<>();
  private final long series;
  private long pairs;

  Rankings(LabelStore store, int limit) {
    this.limit = limit;
    this.byMetric = new Top(limit);
    this.byPair = new Top(limit);
    this.series = store.seriesCount();
    store.pairs(this::pair);
  }

  private void pair(String pair, long count) {
    int split = pair.indexOf('\0');
    String name = pair.substring(0, split);
    String value = pair.substring(split + 1);
    pairs++;
    if (name.equals(Label.METRIC_NAME)) {
      byMetric.add(value, count);
    }
    byPair.add(name + "=" + value, count);
    long[] sums = labels.computeIfAbsent(name, n -> new long[2]);
    sums[0]++;
    sums[1] += value.getBytes(StandardCharsets.UTF_8).length;
  }

  StorageStatistics statistics(Head head, Path folder) {
    Top values = new Top(limit);
    Top bytes = new Top(limit);
    labels.forEach(
        (name, sums) -> {
          values.add(name, sums[0]);
          bytes.add(name, sums[1]);
        });
    long[] range = head.timeRange();
    return new StorageStatistics(
        series,
        pairs,
        head.blocks(),
        range[0],
        range[1],
        bytesOnDisk(folder),
        byMetric.list(),
        values.list(),
        bytes.list(),
        byPair.list());
  }

  private static long bytesOnDisk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException | IOException e) {
      // A file went away during the walk; what is there can be counted the next time.
      return 0;
    }
  }

  /** The entries with the largest counts. */
  private static final class Top {

    private static final Comparator<Ranked> ORDER =
        Comparator.comparingLong(Ranked::value)
            .thenComparing(Comparator.comparing(Ranked::name).reversed());

    private final int limit;
    private final PriorityQueue<Ranked> entries = new PriorityQueue<>(ORDER);

    Top(int limit) {
      this.limit = limit;
    }

    void add(String name, long value) {
      if (limit > 0) {
        Ranked entry = new Ranked(name, value);
        if (entries.size() < limit) {
          entries.add(entry);
        } else if (ORDER.compare(entry, entries.element()) > 0) {
          entries.poll();
          entries.add(entry);
        }
      }
    }

    List<Ranked> list() {
      List<Ranked> sorted = new ArrayList<>(entries);
      sorted.sort(ORDER.reversed());
      return sorted;
    }
  }
}
