// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapKeeperTest {

  private static final long MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000;

  /** A heap in which a part is alive, and whose collections take a while. */
  private static final class FakeHeap implements HeapKeeper.Heap {

    private long alive = 10 * MIB;
    private long used = alive;
    private long pause = SECOND / 10;
    private long now;
    private int collections;

    @Override
    public long used() {
      return used;
    }

    @Override
    public void collect() {
      collections++;
      used = alive;
      now += pause;
    }

    @Override
    public long nanoTime() {
      return now;
    }
  }

  private final FakeHeap heap = new FakeHeap();
  private final HeapKeeper keeper = new HeapKeeper(heap);

  private int looks(int seconds, long growth) {
    int before = heap.collections;
    for (int i = 0; i < seconds; i++) {
      heap.now += SECOND;
      heap.used += growth;
      keeper.look();
    }
    return heap.collections - before;
  }

  @Test
  void a_heap_that_does_not_grow_is_left_alone() {
    assertThat(looks(1000, 0)).isZero();
  }

  @Test
  void garbage_does_not_pile_up() {
    heap.alive = 100 * MIB;
    for (int i = 0; i < 600; i++) {
      looks(1, MIB);
      assertThat(heap.used).isLessThan(135 * MIB);
    }
    assertThat(heap.collections).isLessThan(60);
  }

  @Test
  void long_collections_become_rare() {
    heap.alive = 1000 * MIB;
    heap.pause = SECOND;
    assertThat(looks(600, 300 * MIB)).isBetween(20, 31);
  }

  @Test
  void a_heap_whose_live_part_grows_is_collected_ever_more_rarely() {
    int collections = 0;
    for (int i = 0; i < 1000; i++) {
      heap.alive += MIB;
      collections += looks(1, MIB);
    }
    assertThat(collections).isLessThan(20);
  }

  @Test
  void a_heap_that_grows_fast_is_collected_when_it_has_doubled() {
    heap.alive = 100 * MIB;
    assertThat(looks(1, 90 * MIB)).isOne();
    assertThat(looks(9, 10 * MIB)).isZero();
    assertThat(looks(1, 10 * MIB)).isOne();
  }

  @Test
  void a_heap_that_grew_fast_is_collected_once_it_does_not() {
    heap.alive = 100 * MIB;
    looks(1, 90 * MIB);
    assertThat(looks(5, 10 * MIB)).isZero();
    assertThat(looks(1, MIB)).isOne();
  }

  @Test
  void a_heap_at_rest_is_collected_after_longer_and_longer_whiles() {
    heap.alive = 100 * MIB;
    looks(1, 90 * MIB);
    heap.alive -= 5 * MIB;
    assertThat(looks(30, MIB / 4)).isOne();
    assertThat(heap.used).isLessThan(100 * MIB);
    assertThat(looks(3600, MIB / 360)).isBetween(3, 7);
  }

  @Test
  void a_heap_at_rest_whose_collections_are_long_is_left_alone() {
    heap.alive = 300 * MIB;
    heap.pause = SECOND / 2;
    looks(1, 290 * MIB);
    heap.alive -= 20 * MIB;
    assertThat(looks(3600, 0)).isZero();
    assertThat(looks(1, 100 * MIB)).isZero();
    assertThat(looks(1, MIB)).isZero();
    assertThat(looks(60, MIB)).isOne();
  }

  @Test
  void after_a_long_collection_the_next_must_be_worth_twice_as_much() {
    heap.alive = 200 * MIB;
    heap.pause = SECOND / 2;
    looks(1, 190 * MIB);
    assertThat(looks(99, MIB)).isZero();
    heap.pause = SECOND / 10;
    assertThat(looks(1, MIB)).isOne();
    assertThat(looks(16, 3 * MIB)).isZero();
    assertThat(looks(1, 3 * MIB)).isOne();
  }
}
