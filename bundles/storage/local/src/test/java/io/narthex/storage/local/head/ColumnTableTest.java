// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnTableTest {

  @Test
  void a_column_is_used_until_its_last_user_has_gone() {
    ColumnTable table = new ColumnTable();
    int column = table.take();
    int other = table.take();
    for (int i = 0; i < 1000; i++) {
      table.addUser(column);
    }
    for (int i = 0; i < 999; i++) {
      table.removeUser(column);
    }
    assertThat(table.isUsed(column)).isTrue();
    assertThat(table.used()).isEqualTo(1);
    table.removeUser(column);
    assertThat(table.isUsed(column)).isFalse();
    assertThat(table.isUsed(other)).isFalse();
    assertThat(table.used()).isZero();
  }

  @Test
  void readers_may_ask_for_a_column_that_is_gone() {
    ColumnTable table = new ColumnTable();
    table.ensure(100);
    table.set(99, 5, 0);
    assertThat(table.timeIfThere(99)).isEqualTo(5);

    table.clear();
    assertThat(table.timeIfThere(99)).isEqualTo(Long.MIN_VALUE);
    assertThat(table.take()).isZero();
    assertThat(table.time(0)).isEqualTo(Long.MIN_VALUE);
  }
}
