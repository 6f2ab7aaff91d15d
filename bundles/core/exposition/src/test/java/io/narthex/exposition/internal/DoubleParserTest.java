// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleParserTest {

  private static double parse(String text) {
    byte[] b = ("x" + text + "9").getBytes(StandardCharsets.UTF_8);
    return DoubleParser.parse(b, 1, b.length - 1);
  }

  private static void same(String text, long seed) {
    assertThat(Double.doubleToRawLongBits(parse(text)))
        .as("%s, seed %d", text, seed)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  @Test
  void roundsExactlyAsTheJdk() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(any)) {
        same(Double.toString(any), seed);
      }
      same(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)), seed);
      same(random.nextLong() + "e" + (random.nextInt(120) - 60), seed);
      same(random.nextLong() + "." + random.nextInt(1000), seed);
      same(String.format(Locale.ROOT, "%.17g", 1e9 * random.nextDouble()), seed);
    }
  }

  @Test
  void roundsHalfWayCasesExactly() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      // The middle between two neighbours, just below and just above it.
      double low = (double) (random.nextLong() >>> 10) * Math.pow(2, random.nextInt(20) - 10);
      BigDecimal middle =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
      same(middle.toString(), seed);
      same(middle.toPlainString() + "1", seed);
      same(middle.toPlainString(), seed);
    }
    same("9007199254740993", 0);
    same("9007199254740993.00000000000000000000000000000000001", 0);
    same("2.2250738585072011e-308", 0);
    same("4.9e-324", 0);
    same("0.000000000000000000000000000000000000000000000000000000000000000000000001", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "0x10",
        "1f",
        "1d",
        "+nan",
        "-NaN",
        "infi",
        "1 ",
        "Infinityy",
        "--1",
        "١"
      })
  void refusesWhatGoRefuses(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(NumberFormatException.class);
  }
}
