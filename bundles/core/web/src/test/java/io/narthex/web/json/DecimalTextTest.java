// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "0.3, 0.3",
    "0.30000000000000004, 0.30000000000000004",
    "100, 100",
    "1e20, 100000000000000000000",
    "123456789012345678901, 123456789012345680000",
    "1e21, 1e+21",
    "1.5e21, 1.5e+21",
    "1e-6, 0.000001",
    "1.25e-6, 0.00000125",
    "9.99e-7, 9.99e-07",
    "1e-7, 1e-07",
    "1.2345e-10, 1.2345e-10",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "9007199254740992, 9007199254740992",
    "9007199254740993, 9007199254740992",
    "2e-323, 2e-323",
    "1.1e-322, 1.1e-322",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "0.001, 0.001",
    "3.508771929824561e-05, 0.00003508771929824561",
    "0.38596490512345677, 0.38596490512345677",
    "1.234567890123456e-06, 0.000001234567890123456",
    "0.010000000000000002, 0.010000000000000002",
    "1234.5, 1234.5",
    "999999999999.999, 999999999999.999",
    "1.001, 1.001"
  })
  void printsAsGoDoes(double value, String expected) {
    assertThat(text(value)).isEqualTo(expected);
  }

  @Test
  void printsTheShortestDigitsThatReadBackForRandomValues() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50_000; i++) {
      double value = randomValue(random, i);
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        continue;
      }
      assertThat(text(value)).as("seed %d, value %s", seed, value).isEqualTo(reference(value));
    }
  }

  private static double randomValue(SplittableRandom random, int i) {
    return switch (i % 6) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt(-1_000_000, 1_000_000) / 1000.0;
      case 2 -> random.nextLong(1L << 60) * (random.nextBoolean() ? 1.0 : 1e-3);
      case 3 -> Math.scalb(1.0, random.nextInt(-1074, 1024));
      case 4 -> random.nextDouble() * Math.pow(10, random.nextInt(-8, 24));
      default -> Double.longBitsToDouble(random.nextLong(1L << 20));
    };
  }

  private static String text(double value) {
    byte[] bytes = new byte[DecimalText.MAX_LENGTH + 8];
    int end = DecimalText.write(value, bytes, 4);
    return new String(bytes, 4, end - 4, StandardCharsets.US_ASCII);
  }

  /** Tries one digit, two digits ... until the decimal reads back. */
  private static String reference(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= 17; digits++) {
      BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (nearest.doubleValue() == value) {
        shortest = nearest.stripTrailingZeros();
        break;
      }
      // At the lower border of a power of two the decimal that reads back may not be the nearest.
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
      BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
      if (above.doubleValue() == value || below.doubleValue() == value) {
        shortest = (above.doubleValue() == value ? above : below).stripTrailingZeros();
        break;
      }
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int power = digits.length() - 1 - shortest.scale();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + (power < 0 ? "-" : "+")
        + (Math.abs(power) < 10 ? "0" : "")
        + Math.abs(power);
  }
}
