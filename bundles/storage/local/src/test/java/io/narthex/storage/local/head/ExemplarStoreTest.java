// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExemplarStoreTest {

  private static Exemplar at(long time) {
    return new Exemplar(Labels.of("trace_id", "t" + time), 1, time);
  }

  @Test
  void the_oldest_go_when_a_reload_allows_fewer_and_all_when_it_allows_none() {
    AtomicLong max = new AtomicLong(4);
    ExemplarStore store = new ExemplarStore(max::get);
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
