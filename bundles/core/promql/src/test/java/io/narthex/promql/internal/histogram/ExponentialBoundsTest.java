// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialBoundsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "0, 1, 2",
    "0, -1, 0.5",
    "-1, 1, 4",
    "-1, 0, 1",
    "-4, 1, 65536",
    "1, 1, 1.414213562373095",
    "2, 1, 1.189207115002721",
    "3, 9, 2.1810154653305154",
    "8, 227, 1.8489660695104507",
    "8, 255, 1.9945921121709396",
    "0, 1024, 1.7976931348623157E308",
    "0, 1025, Infinity",
    "-4, 64, 1.7976931348623157E308",
    "8, 262144, 1.7976931348623157E308",
    "0, -1074, 4.9E-324"
  })
  void boundsAreThoseOfPrometheus(int schema, int index, double bound) {
    assertThat(ExponentialBounds.upper(index, schema)).isEqualTo(bound);
  }

  @Test
  void aCoarserBucketHoldsTheFinerOne() {
    for (int schema = -3; schema <= 8; schema++) {
      for (int target = -4; target <= schema; target++) {
        for (int index = -50; index <= 50; index++) {
          int coarse = ExponentialBounds.coarser(index, schema, target);
          double middle =
              Math.sqrt(ExponentialBounds.upper(index, schema))
                  * Math.sqrt(ExponentialBounds.upper(index - 1, schema));
          assertThat(middle)
              .as("bucket %d from schema %d to %d", index, schema, target)
              .isLessThanOrEqualTo(ExponentialBounds.upper(coarse, target))
              .isGreaterThan(ExponentialBounds.upper(coarse - 1, target));
        }
      }
    }
  }
}
