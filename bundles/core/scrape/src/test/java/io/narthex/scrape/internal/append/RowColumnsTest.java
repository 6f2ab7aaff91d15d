// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowColumnsTest {

  private final RowColumns columns = new RowColumns();

  @Test
  void aColumnIsFreeOnceNoLineBelongsToIt() {
    for (int lines : new int[] {1, 3}) {
      for (int i = 0; i < lines; i++) {
        assertThat(columns.use(700)).isEqualTo(700);
      }
    }
    columns.use(2);
    for (int left = 3; left > 0; left--) {
      assertThat(columns.leave(700)).isFalse();
    }
    assertThat(columns.leave(700)).isTrue();
    assertThat(columns.leave(2)).isTrue();
    columns.use(700);
    columns.reset();
    columns.use(700);
    assertThat(columns.leave(700)).isTrue();
  }

  @Test
  void aRowHasRoomForColumnsThatComeWhileItIsFilled() {
    columns.use(0);
    columns.begin();
    columns.put(0, 1);
    columns.use(100);
    assertThat(columns.isAbsent(99)).isTrue();
    assertThat(columns.put(100, 2)).isZero();
    assertThat(columns.put(100, 3)).isEqualTo(1);
    assertThat(columns.put(0, 1)).isZero();
    columns.end();
    columns.begin();
    assertThat(columns.isAbsent(0)).isTrue();
    assertThat(columns.isAbsent(100)).isTrue();
    columns.end();
  }
}
