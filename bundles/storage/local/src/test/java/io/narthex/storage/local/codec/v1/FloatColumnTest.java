// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatColumnTest {

  private static final double[] ODD = {
    0.0,
    -0.0,
    Double.NaN,
    SpecialValues.STALE,
    SpecialValues.NAN,
    Double.longBitsToDouble(-1L),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0.1,
    1e300,
    1L << 53,
    (1L << 53) + 2,
    -(1L << 62),
    1.7e18,
    0.30000000000000004
  };

  private final FloatColumn quick = new FloatColumn();
  private final FloatColumn thorough = new FloatColumn(true);
  private final FloatDecoder decoder = new FloatDecoder();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void every_double_comes_back_bit_by_bit(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      int rows = 1 + random.nextInt(round % 50 == 0 ? 1500 : 130);
      double[] values = column(random, rows);
      int size = roundTrip(values, "seed " + seed + " round " + round);
      assertThat(size).isLessThanOrEqualTo(40 + rows * 9 + rows / 8);
    }
  }

  private static double[] column(Random random, int rows) {
    double[] values = new double[rows];
    int kind = random.nextInt(13);
    double sum = random.nextInt(100);
    double scale = Math.pow(10, random.nextInt(6));
    double base = random.nextInt(1_000_000);
    double absent = random.nextInt(3) == 0 ? random.nextDouble() : 0;
    double odd = random.nextInt(4) == 0 ? 0.05 : 0;
    long counter = random.nextInt(1 << 30);
    for (int i = 0; i < rows; i++) {
      counter += random.nextInt(100) * (random.nextInt(3) == 0 ? 4096L : 0);
      values[i] =
          switch (kind) {
            case 0 -> base;
            case 1 -> counter;
            case 2 -> counter / scale;
            case 3 -> random.nextInt(1000) / scale;
            case 4 -> Double.longBitsToDouble(random.nextLong());
            case 5 -> random.nextGaussian();
            case 6 -> i % 20 == 0 ? base++ : base;
            case 7 -> ODD[random.nextInt(ODD.length)];
            case 8 -> base + i * 15;
            // Counted in thousandths; a sum of decimals; noise around a value with far outliers.
            case 9 -> (counter = counter + random.nextInt(50)) * 0.001;
            case 10 -> sum += random.nextInt(1_000_000) / 1e9;
            case 11 ->
                (100_000
                        + Math.round(random.nextGaussian() * 300)
                        + (random.nextInt(40) == 0 ? random.nextInt() : 0))
                    / scale;
            default -> random.nextInt(30) == 0 ? base += random.nextGaussian() * 9 : base;
          };
      if (odd > 0 && random.nextDouble() < odd) {
        values[i] = ODD[random.nextInt(ODD.length)];
      }
      if (random.nextDouble() < absent || SpecialValues.isAbsent(values[i])) {
        values[i] = SpecialValues.ABSENT;
      }
    }
    return values;
  }

  private int roundTrip(double[] values, String what) {
    int size = roundTrip(quick, values, what);
    int shorter = roundTrip(thorough, values, what + " thorough");
    assertThat(shorter).as(what).isLessThanOrEqualTo(size + size / 16 + 16);
    return shorter;
  }

  private int roundTrip(FloatColumn encoder, double[] values, String what) {
    ByteSink out = new ByteSink(16);
    out.put(7);
    double[] shifted = new double[values.length + 3];
    System.arraycopy(values, 0, shifted, 3, values.length);
    encoder.encode(shifted, 3, values.length, out);
    int size = out.size() - 1;
    byte[] bytes = Arrays.copyOf(out.toArray(), out.size() + IntSequence.SLACK);
    Arrays.fill(bytes, out.size(), bytes.length, (byte) 0xff);
    double[] back = new double[values.length + 5];
    ByteSource in = new ByteSource(bytes, 1);
    decoder.decode(in, values.length, back, 2);
    assertThat(in.position()).as("%s: end", what).isEqualTo(out.size());
    for (int i = 0; i < values.length; i++) {
      assertThat(Double.doubleToRawLongBits(back[2 + i]))
          .as("%s: row %d of %d, value %s", what, i, values.length, values[i])
          .isEqualTo(Double.doubleToRawLongBits(values[i]));
    }
    Random random = new Random(size);
    for (int some = 0; some < 4; some++) {
      int first = random.nextInt(values.length);
      int count = 1 + random.nextInt(values.length - first);
      assertRows(bytes, values, first, count, what);
    }
    return size;
  }

  private void assertRows(byte[] bytes, double[] values, int first, int count, String what) {
    double[] back = new double[count + 2];
    back[0] = 5;
    back[count + 1] = 6;
    decoder.decode(new ByteSource(bytes, 1), values.length, first, count, back, 1);
    assertThat(back[0]).as("%s: before", what).isEqualTo(5);
    assertThat(back[count + 1]).as("%s: behind", what).isEqualTo(6);
    for (int i = 0; i < count; i++) {
      assertThat(Double.doubleToRawLongBits(back[1 + i]))
          .as("%s: row %d of %d, from %d on %d", what, first + i, values.length, first, count)
          .isEqualTo(Double.doubleToRawLongBits(values[first + i]));
    }
  }

  @Test
  void columns_of_the_usual_kinds_are_small() {
    int rows = 512;
    double[] constant = new double[rows];
    Arrays.fill(constant, 1);
    double[] counter = new double[rows];
    double[] percent = new double[rows];
    double[] pages = new double[rows];
    Random random = new Random(42);
    for (int i = 0; i < rows; i++) {
      counter[i] = i == 0 ? 123_456 : counter[i - 1] + random.nextInt(100);
      percent[i] = random.nextInt(10_000) / 100.0;
      pages[i] = 4096.0 * (100_000 + random.nextInt(2000));
    }
    assertThat(roundTrip(constant, "constant")).isLessThanOrEqualTo(4);
    assertThat(roundTrip(counter, "counter")).isLessThan(rows);
    assertThat(roundTrip(percent, "percent")).isLessThan(rows * 15 / 8);
    assertThat(roundTrip(pages, "pages")).isLessThan(rows * 12 / 8);
  }

  @Test
  void a_column_without_values_takes_three_bytes() {
    double[] none = new double[40];
    Arrays.fill(none, SpecialValues.ABSENT);
    assertThat(roundTrip(none, "none")).isEqualTo(3);
  }
}
