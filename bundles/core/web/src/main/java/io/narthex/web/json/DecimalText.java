// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes doubles into bytes as Prometheus' API shows them: the fewest digits that read back as the
 * same double, without an exponent unless the magnitude is below 1e-6 or at least 1e21.
 *
 * <p>The digits come from the Schubfach method (Raffaello Giulietti, "The Schubfach way to render
 * doubles"): scale the double and the borders of its rounding interval by a power of ten held in
 * 126 bits, then take the decimal of the coarsest grid that lies inside. {@link
 * Double#toString(double)} works alike, but it prints at least two digits, differs from Go where
 * one digit suffices ({@code 4.9E-324} against {@code 5e-324}), and makes a string.
 */
public final class DecimalText {

  /** The most bytes that one value takes, with those that are overwritten behind it. */
  public static final int MAX_LENGTH = 40;

  private static final byte[] NAN = "NaN".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] POSITIVE_INFINITY = "+Inf".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEGATIVE_INFINITY = "-Inf".getBytes(StandardCharsets.US_ASCII);

  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final long FRACTION_MASK = HIDDEN_BIT - 1;
  private static final int MIN_BINARY_EXPONENT = -1074;
  private static final long MASK_63 = (1L << 63) - 1;

  /** Whole numbers up to here are printed as they are; all of them are exact doubles. */
  private static final double EXACT_INTEGERS = 0x1p53;

  /**
   * Decimals of up to 15 digits never share a double, so one that reads back is the shortest.
   * Values below this bound have at most 15 digits when scaled by a thousand.
   */
  private static final double THREE_DECIMALS = 1e12;

  /** The most digits that the shortest decimal of a double has. */
  private static final int MAX_DIGITS = 17;

  private static final long EIGHT_DIGITS = 100_000_000;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** {@code 0.000000}, the first character in the lowest byte. */
  private static final long ZERO_AND_POINT = 0x3030_3030_3030_2e30L;

  private static final long[] TENS = new long[19];

  static {
    long power = 1;
    for (int i = 0; i < TENS.length; i++) {
      TENS[i] = power;
      power *= 10;
    }
  }

  private DecimalText() {}

  /**
   * Writes a value.
   *
   * @param into has at least {@link #MAX_LENGTH} bytes from {@code at}
   * @return the index behind the last byte written
   */
  public static int write(double value, byte[] into, int at) {
    double magnitude = Math.abs(value);
    if (!(magnitude <= Double.MAX_VALUE)) {
      return special(value, into, at);
    }
    int to = at;
    if (Double.doubleToRawLongBits(value) < 0) {
      into[to++] = '-';
    }
    if (magnitude < EXACT_INTEGERS) {
      long whole = (long) magnitude;
      if (whole == magnitude) {
        return writeLong(whole, into, to);
      }
      if (magnitude < THREE_DECIMALS && magnitude >= 1e-3) {
        long thousandths = Math.round(magnitude * 1000);
        if (thousandths / 1000.0 == magnitude) {
          return writeThousandths(thousandths, into, to);
        }
      }
    }
    return shortest(magnitude, into, to);
  }

  private static int special(double value, byte[] into, int at) {
    byte[] text = Double.isNaN(value) ? NAN : value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    System.arraycopy(text, 0, into, at, text.length);
    return at + text.length;
  }

  /**
   * Writes a whole number, which must not be negative, and returns the index behind it. Up to 7
   * bytes behind that are overwritten.
   */
  static int writeLong(long value, byte[] into, int at) {
    if (value < EIGHT_DIGITS) {
      int count = digits(value);
      // Leading zeros are shifted out; the first digit is in the lowest byte.
      WORDS.set(into, at, eightDigits(value) >>> (64 - 8 * count));
      return at + count;
    }
    long high = value / EIGHT_DIGITS;
    int to = writeLong(high, into, at);
    WORDS.set(into, to, eightDigits(value - high * EIGHT_DIGITS));
    return to + 8;
  }

  /**
   * Returns eight digits of a number below 10^8 as text, the first in the lowest byte. The number
   * is halved into two of four digits, these into four of two, and these into eight of one, all
   * parts of a word at the same time.
   */
  private static long eightDigits(long value) {
    long high = value / 10_000;
    long fours = high | (value - high * 10_000) << 32;
    long hundreds = (fours * 10_486 >>> 20) & 0x0000_007f_0000_007fL;
    long twos = hundreds | (fours - 100 * hundreds) << 16;
    long tens = (twos * 103 >>> 10) & 0x000f_000f_000f_000fL;
    long ones = tens | (twos - 10 * tens) << 8;
    return ones | 0x3030_3030_3030_3030L;
  }

  /** Returns how many digits a number has that is not negative. */
  private static int digits(long value) {
    int bits = 64 - Long.numberOfLeadingZeros(value | 1);
    // log10(2) in 12 bits: the number of digits, or one too few.
    int guess = bits * 1233 >>> 12;
    return guess < TENS.length && value >= TENS[guess] ? guess + 1 : Math.max(guess, 1);
  }

  private static int writeThousandths(long thousandths, byte[] into, int at) {
    long whole = thousandths / 1000;
    int fraction = (int) (thousandths - whole * 1000);
    int to = writeLong(whole, into, at);
    into[to++] = '.';
    into[to++] = (byte) ('0' + fraction / 100);
    if (fraction % 100 != 0) {
      into[to++] = (byte) ('0' + fraction / 10 % 10);
      if (fraction % 10 != 0) {
        into[to++] = (byte) ('0' + fraction % 10);
      }
    }
    return to;
  }

  private static int shortest(double magnitude, byte[] into, int at) {
    long bits = Double.doubleToRawLongBits(magnitude);
    int biased = (int) (bits >>> FRACTION_BITS);
    long c = bits & FRACTION_MASK;
    int q = MIN_BINARY_EXPONENT;
    if (biased > 0) {
      c |= HIDDEN_BIT;
      q = biased + MIN_BINARY_EXPONENT - 1;
    }
    // A power of two has a neighbour below that is only half as far away as the one above.
    boolean lopsided = c == HIDDEN_BIT && q > MIN_BINARY_EXPONENT;
    int k = lopsided ? floorLog10ThreeQuarters(q) : floorLog10(q);
    long lowBorder = (c << 2) - (lopsided ? 1 : 2);
    long middle = c << 2;
    long highBorder = (c << 2) + 2;
    int shift = q + floorLog2OfPower10(-k) + 2;
    long high = Powers.HIGH[-k - Powers.MIN];
    long low = Powers.LOW[-k - Powers.MIN];
    long scaledLow = scale(high, low, lowBorder << shift);
    long scaled = scale(high, low, middle << shift);
    long scaledHigh = scale(high, low, highBorder << shift);

    // Borders belong to the interval of an even significand, for reading rounds half to even.
    long odd = c & 1;
    long below = scaled >> 2;
    if (below >= 10) {
      long coarseBelow = below / 10 * 10;
      long coarseAbove = coarseBelow + 10;
      boolean belowIn = scaledLow + odd <= coarseBelow << 2;
      boolean aboveIn = (coarseAbove << 2) + odd <= scaledHigh;
      if (belowIn != aboveIn) {
        return layOut(belowIn ? coarseBelow : coarseAbove, k, into, at);
      }
    }
    // Which neighbour lies inside, else which is nearer, is a coin's toss that no processor
    // foresees:
    // so it is computed by the signs of differences instead of branches.
    long belowOut = ((below << 2) - scaledLow - odd) >>> 63;
    long aboveOut = (scaledHigh - ((below + 1) << 2) - odd) >>> 63;
    long side = scaled - ((below << 2) + 2);
    long nearerAbove = (-side - (below & 1)) >>> 63;
    long oneInside = belowOut ^ aboveOut;
    return layOut(below + (oneInside & belowOut | (oneInside ^ 1) & nearerAbove), k, into, at);
  }

  /**
   * Returns 4 times the product of a power of ten and a significand, rounded to odd, so that later
   * comparisons see on which side of a grid point it lies.
   */
  private static long scale(long high, long low, long significand) {
    long carry = Math.multiplyHigh(low, significand);
    long middle = high * significand;
    long top = Math.multiplyHigh(high, significand);
    long sum = (middle >>> 1) + carry;
    long whole = top + (sum >>> 63);
    return whole | (((sum & MASK_63) + MASK_63) >>> 63);
  }

  /** Lays out {@code digits * 10^exponent}. */
  private static int layOut(long digits, int exponent, byte[] into, int at) {
    long significand = digits;
    int power = exponent;
    if (significand % 10 == 0) {
      while (significand % 100_000_000 == 0) {
        significand /= 100_000_000;
        power += 8;
      }
      if (significand % 10_000 == 0) {
        significand /= 10_000;
        power += 4;
      }
      if (significand % 100 == 0) {
        significand /= 100;
        power += 2;
      }
      if (significand % 10 == 0) {
        significand /= 10;
        power++;
      }
    }
    int count = digits(significand);
    int point = count + power; // digits in front of the decimal point
    if (point < -5 || point > 21) {
      return scientific(significand, count, point - 1, into, at);
    }
    int to = at;
    if (point <= 0) {
      // As many zeros as may come first; the digits overwrite those that are too many.
      WORDS.set(into, to, ZERO_AND_POINT);
      return writeDigits(significand * TENS[MAX_DIGITS - count], count, into, to + 2 - point);
    }
    if (power < 0 && point <= Long.BYTES) {
      return withPoint(significand * TENS[MAX_DIGITS - count], count, point, into, to);
    }
    if (power >= 0) {
      to = writeLong(significand, into, to);
      for (int i = 0; i < power; i++) {
        into[to++] = '0';
      }
      return to;
    }
    int end = writeLong(significand, into, to + 1);
    // A few bytes as a rule, for which a loop is faster than a call.
    for (int i = to; i < to + point; i++) {
      into[i] = into[i + 1];
    }
    into[to + point] = '.';
    return end;
  }

  /**
   * Writes digits.
   *
   * @param padded the digits, and zeros behind them to make it {@link #MAX_DIGITS}
   * @param count how many digits are written
   */
  private static int writeDigits(long padded, int count, byte[] into, int at) {
    long high = padded / EIGHT_DIGITS;
    long first = high / EIGHT_DIGITS;
    into[at] = (byte) ('0' + first);
    WORDS.set(into, at + 1, eightDigits(high - first * EIGHT_DIGITS));
    WORDS.set(into, at + 9, eightDigits(padded - high * EIGHT_DIGITS));
    return at + count;
  }

  /**
   * Writes digits with a point after some of them.
   *
   * @param padded the digits, and zeros behind them to make it {@link #MAX_DIGITS}
   * @param count how many digits are written
   * @param point how many of them come before the point: 1 to 8
   */
  private static int withPoint(long padded, int count, int point, byte[] into, int at) {
    long high = padded / EIGHT_DIGITS;
    long first = high / EIGHT_DIGITS;
    long middle = eightDigits(high - first * EIGHT_DIGITS);
    into[at] = (byte) ('0' + first);
    // The point goes into the word of the digits that follow; the last of them falls out.
    int shift = 8 * (point - 1);
    long before = middle & ((1L << shift) - 1);
    WORDS.set(into, at + 1, before | (long) '.' << shift | (middle ^ before) << 8);
    into[at + 9] = (byte) (middle >>> 56);
    WORDS.set(into, at + 10, eightDigits(padded - high * EIGHT_DIGITS));
    return at + count + 1;
  }

  private static int scientific(long significand, int count, int power, byte[] into, int at) {
    int end = writeLong(significand, into, at + 1);
    into[at] = into[at + 1];
    if (count == 1) {
      end = at + 1;
    } else {
      into[at + 1] = '.';
    }
    into[end++] = 'e';
    into[end++] = (byte) (power < 0 ? '-' : '+');
    int size = Math.abs(power);
    if (size < 10) {
      into[end++] = '0';
    }
    return writeLong(size, into, end);
  }

  /** floor(log10(2^q)); the constant is log10(2) in 41 fraction bits. */
  private static int floorLog10(int q) {
    return (int) (q * 661_971_961_083L >> 41);
  }

  /** floor(log10(3/4 * 2^q)). */
  private static int floorLog10ThreeQuarters(int q) {
    return (int) (q * 661_971_961_083L - 274_743_187_321L >> 41);
  }

  /** floor(log2(10^k)); the constant is log2(10) in 38 fraction bits. */
  private static int floorLog2OfPower10(int k) {
    return (int) (k * 913_124_641_741L >> 38);
  }

  /** The powers of ten in 126 bits, rounded up; made when the first odd value is printed. */
  private static final class Powers {

    static final int MIN = -292;
    static final int MAX = 324;
    static final long[] HIGH = new long[MAX - MIN + 1];
    static final long[] LOW = new long[MAX - MIN + 1];

    static {
      for (int k = MIN; k <= MAX; k++) {
        int shift = 125 - floorLog2OfPower10(k);
        BigInteger power = BigInteger.TEN.pow(Math.abs(k));
        BigInteger g;
        if (k >= 0) {
          g = shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
        } else {
          g = BigInteger.ONE.shiftLeft(shift).divide(power);
        }
        g = g.add(BigInteger.ONE);
        HIGH[k - MIN] = g.shiftRight(63).longValueExact();
        LOW[k - MIN] = g.longValue() & MASK_63;
      }
    }
  }
}
