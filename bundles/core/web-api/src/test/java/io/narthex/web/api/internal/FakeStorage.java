// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesExemplars;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A storage engine that answers every question with the same few series and keeps the questions.
 */
public final class FakeStorage implements StorageEngine {

  public final List<String> asked = new ArrayList<>();
  public Selection selection = null;
  public List<SeriesExemplars> exemplars = List.of();

  @Override
  public RowWriter writer(Labels target) {
    throw new UnsupportedOperationException("endpoints do not write");
  }

  @Override
  public Selection select(SelectRequest request) {
    asked.add("select " + request.matchers() + " " + request.fromMs() + " " + request.toMs());
    return selection;
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    asked.add("names " + matcherSets + " " + fromMs + " " + toMs + " " + limit);
    return List.of("__name__", "instance", "job");
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    asked.add("values " + name + " " + matcherSets + " " + limit);
    return List.of("a", "b");
  }

  @Override
  public List<Labels> series(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    asked.add("series " + matcherSets + " " + fromMs + " " + toMs + " " + limit);
    return List.of(
        Labels.of("__name__", "up", "job", "b"), Labels.of("__name__", "up", "job", "a"));
  }

  @Override
  public List<SeriesExemplars> exemplars(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    asked.add("exemplars " + matcherSets + " " + fromMs + " " + toMs);
    return exemplars;
  }

  @Override
  public List<StoragePartition> partitions() {
    return List.of(new StoragePartition("7200000-14399999", 7_200_000, 14_399_999, 3, 8, 512, 1));
  }

  @Override
  public StorageStatistics statistics(int limit) {
    return new StorageStatistics(
        7,
        9,
        11,
        1000,
        2000,
        4096,
        List.of(new Ranked("up", 2)),
        List.of(new Ranked("job", 3)),
        List.of(new Ranked("job", 30)),
        List.of(new Ranked("job=a", 4)));
  }

  @Override
  public void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    asked.add("delete " + matcherSets + " " + fromMs + " " + toMs);
  }

  @Override
  public void cleanTombstones() {
    asked.add("clean");
  }

  @Override
  public void snapshot(Path folder, boolean withHead) throws IOException {
    asked.add("snapshot " + withHead);
    Files.writeString(folder.resolve("copy"), "copied");
  }

  @Override
  public void close() {}

  @Override
  public long corruptions() {
    return 2;
  }
}
