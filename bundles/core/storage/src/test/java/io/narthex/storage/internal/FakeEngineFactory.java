// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.config.NoConfig;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import io.narthex.spi.storage.StorageStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens engines that know one label name each, or refuses. */
final class FakeEngineFactory implements StorageEngineFactory<NoConfig> {

  final String type;
  final String labelName;
  @Nullable String refusal;
  @Nullable StorageContext context;
  int open;

  FakeEngineFactory(String type, String labelName) {
    this.type = type;
    this.labelName = labelName;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Class<NoConfig> configuration() {
    return NoConfig.class;
  }

  @Override
  public StorageEngine open(NoConfig configuration, StorageContext given) throws IOException {
    if (refusal != null) {
      throw new IOException(refusal);
    }
    context = given;
    open++;
    return new FakeEngine();
  }

  private final class FakeEngine implements StorageEngine {

    @Override
    public List<String> labelNames(
        List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
      return List.of(labelName);
    }

    @Override
    public void close() {
      open--;
    }

    @Override
    public RowWriter writer(Labels target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Selection select(SelectRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> labelValues(
        String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Labels> series(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StorageStatistics statistics(int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cleanTombstones() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void snapshot(Path folder, boolean withHead) {
      throw new UnsupportedOperationException();
    }
  }
}
