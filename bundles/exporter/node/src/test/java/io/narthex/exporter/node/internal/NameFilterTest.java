// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NameFilterTest {

  @Test
  void names_pass_that_are_included_and_not_excluded() {
    NameFilter filter = new NameFilter("disks", "^sd", "[0-9]$");
    assertThat(filter.accepts("sda")).isTrue();
    assertThat(filter.accepts("sda1")).isFalse();
    assertThat(filter.accepts("loop")).isFalse();
  }

  @Test
  void expressions_are_those_of_re2() {
    assertThat(new NameFilter("disks", "\\pN", null).accepts("a1")).isTrue();
    assertThatThrownBy(() -> new NameFilter("disks", "(?=x)", null))
        .hasMessageContaining("disks: not a regular expression");
    // Backtracking would not come to an end here.
    assertThat(new NameFilter("disks", "(a*)*$b", null).accepts("a".repeat(60))).isFalse();
  }
}
