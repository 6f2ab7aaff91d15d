// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExemplarStoreTest {

  @TempDir private Path temp;

  private static Exemplar at(long time) {
    return new Exemplar(Labels.of("trace_id", "t" + time), 1, time);
  }

  private ExemplarStore open(LongSupplier max, IntPredicate known) throws IOException {
    return new ExemplarStore(
        temp.resolve("exemplars.nxe"),
        max,
        known,
        warning -> {
          throw new AssertionError(warning);
        });
  }

  @Test
  void the_oldest_go_when_a_reload_allows_fewer_and_all_when_it_allows_none() throws Exception {
    AtomicLong max = new AtomicLong(4);
    try (ExemplarStore store = open(max::get, series -> true)) {
      for (int i = 1; i <= 6; i++) {
        store.add(i % 2, at(i));
      }
      assertThat(store.of(0, 0, 9)).containsExactly(at(4), at(6));
      max.set(1);
      assertThat(store.of(1, 0, 9)).isEmpty();
      assertThat(store.of(0, 0, 9)).containsExactly(at(6));
      max.set(-1);
      assertThat(store.of(0, 0, 9)).isEmpty();
      store.add(0, at(7));
      assertThat(store.of(0, 0, 9)).isEmpty();
      max.set(10);
      store.add(0, at(8));
      assertThat(store.of(0, 0, 9)).containsExactly(at(8));
    }
  }

  @Test
  void those_of_series_that_are_not_there_any_more_never_come_back() throws Exception {
    try (ExemplarStore store = open(() -> 10, series -> true)) {
      store.add(1, at(1));
      store.add(2, at(2));
      store.add(3, at(3));
      BitSet gone = new BitSet();
      gone.set(3);
      store.forget(gone);
    }
    try (ExemplarStore store = open(() -> 10, series -> series != 2)) {
      assertThat(store.of(1, 0, 9)).containsExactly(at(1));
      assertThat(store.of(2, 0, 9)).isEmpty();
    }
    try (ExemplarStore store = open(() -> 10, series -> true)) {
      assertThat(store.of(1, 0, 9)).containsExactly(at(1));
      assertThat(store.of(2, 0, 9)).isEmpty();
      assertThat(store.of(3, 0, 9)).isEmpty();
    }
  }
}
