// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

/**
 * Numbers of about the same size, packed by bits: part of an {@link IntSequence}. This writes them;
 * {@link PackedReader} reads them.
 *
 * <pre>
 * zigzag base, varint divisor, byte how; by the two high bits of how:
 * 00 PLAIN     how is the width, 0 to 64: n packed numbers
 * 10 PATCHED   the low six bits are the width: patches, then n packed numbers
 * 11 QUOTIENT  the low six bits are the width: byte fold, 0 or 1; patches; n packed numbers; then for
 *              each number as many zero bits as its quotient says, and a one bit, low bits first
 * patches      varint count, byte width, as many varints: distance to the number of the patch before
 *              (the first: from 0), as many packed numbers
 * </pre>
 *
 * <p>Packed numbers have {@code width} bits each, low bits first, without gaps; the last byte is
 * filled with zeros, as is that of the quotients. A number is put together from its packed bits,
 * its quotient, at most 20, shifted left by the width, and, where it has a patch p, {@code (p >>> 1
 * ^ -(p & 1))} shifted left by the width: so one that lies far off, above or below, makes the
 * others no wider. When {@code fold} is 1 numbers 0, 1, 2, 3 ... then stand for 0, -1, 1, -2 ...
 * The value is {@code base + divisor * number}; all arithmetic wraps around.
 *
 * <p>PLAIN suits evenly spread numbers, PATCHED those with some far off, QUOTIENT those that gather
 * around the base; it is read more slowly and must be worth it.
 */
final class PackedNumbers {

  static final int PATCHED = 0x80;
  static final int QUOTIENT = 0xc0;
  static final int MODE = 0xc0;

  // How many numbers in so many are patched in the plans that are compared.
  private static final int[] PATCHED_SHARES = {256, 64, 32, 16, 10, 6};
  private static final int SAMPLED_FROM = 128;
  // So many numbers tell how QUOTIENT would do.
  private static final int ESTIMATED_FROM = 64;

  // What QUOTIENT must save against the others.
  private static final double WORTH = 0.92;
  // What another bit of width may cost: quotients become small, which is read faster.
  private static final double WIDER = 1.03;

  private long base;
  private long divisor;
  private long range;
  private int how;
  private boolean fold;
  private long bytes;
  private long[] numbers = new long[64];
  private long[] sorted = new long[0];
  private final NumberOrder order = new NumberOrder();

  /**
   * Finds out how values are packed without patches.
   *
   * @return how many bytes that takes
   */
  long plan(long[] values, int n) {
    long min = values[0];
    long max = values[0];
    for (int i = 1; i < n; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    base = min;
    divisor = 1;
    fold = false;
    range = max - min;
    if (range > 1) {
      // A range that wrapped around is negative here; it is packed whole.
      long gcd = 0;
      for (int i = 0; i < n && gcd != 1; i++) {
        long distance = values[i] - min;
        if (gcd == 0 || distance % gcd != 0) {
          gcd = gcd(distance, gcd);
        }
      }
      divisor = Math.max(1, gcd);
      range /= divisor;
    }
    how = width(range);
    bytes = head() + packedBytes(n, how);
    return bytes;
  }

  /**
   * Returns about how many bits values take when those far off do not count much.
   *
   * @param values those that were given to {@link #plan} just now
   */
  double roughBits(long[] values, int n) {
    long median = order.sampledMedian(values, n);
    int every = n > SAMPLED_FROM ? 2 : 1;
    long bits = 0;
    int moved = 0;
    for (int i = 0; i < n; i += every) {
      long d = values[i] - median;
      bits += 64 - Long.numberOfLeadingZeros(zigzag(d));
      moved += d == 0 ? 0 : 1;
    }
    double unit = divisor <= 1 ? 0 : 63.0 - Long.numberOfLeadingZeros(divisor);
    // A bit for each number tells where it ends.
    return every * (bits - moved * unit) + n;
  }

  /** Looks for a shorter way than {@link #plan} found just now for the same values. */
  long improve(long[] values, int n) {
    if (range < 2 || range >= 1L << 60 || n < 8) {
      return bytes;
    }
    if (numbers.length < n) {
      numbers = new long[n];
    }
    long min = base;
    for (int i = 0; i < n; i++) {
      numbers[i] = (values[i] - min) / divisor;
    }
    sorted = order.sorted(numbers, n, range);
    long from = patched(min, n);
    long median = sorted[n / 2];
    quotient(min, from, n, false);
    quotient(min, median, n, true);
    return bytes;
  }

  /** Returns where the window of numbers begins that are best left without a patch. */
  private long patched(long min, int n) {
    long bestFrom = 0;
    int last = -1;
    for (int share : PATCHED_SHARES) {
      int outside = n / share;
      if (outside == 0 || outside == last) {
        continue;
      }
      last = outside;
      long from = 0;
      long spread = Long.MAX_VALUE;
      for (int i = 0; i <= outside; i++) {
        long here = sorted[i + n - outside - 1] - sorted[i];
        if (here < spread) {
          spread = here;
          from = sorted[i];
        }
      }
      int width = width(spread);
      if (width >= (how & 0x3f) && how < PATCHED) {
        continue;
      }
      long cost = patchedBytes(min, from, width, n);
      if (cost < bytes) {
        bytes = cost;
        how = PATCHED | width;
        base = min + from * divisor;
        bestFrom = from;
      }
    }
    return bestFrom;
  }

  private long patchedBytes(long min, long from, int width, int n) {
    // Outside the window the numbers are at both ends of the sorted ones.
    long low = (sorted[0] - from) >> width;
    long high = (sorted[n - 1] - from) >> width;
    int patches = 0;
    for (int i = 0; i < n && sorted[i] < from; i++) {
      patches++;
    }
    for (int i = n - 1; i >= 0 && (sorted[i] - from) >> width > 0; i--) {
      patches++;
    }
    int patchWidth = Math.max(width(zigzag(low)), width(zigzag(high)));
    return head(min + from * divisor)
        + 2
        + patches
        + packedBytes(patches, patchWidth)
        + packedBytes(n, width);
  }

  private void quotient(long min, long from, int n, boolean folded) {
    // Every so manieth of the sorted numbers tells about all.
    int step = Math.max(1, n / ESTIMATED_FROM);
    double sum = 0;
    int counted = 0;
    for (int i = n / 32; i < n - n / 32; i += step) {
      long d = folded ? zigzag(sorted[i] - from) : sorted[i] - from;
      if (d >= 0) {
        sum += d;
        counted++;
      }
    }
    int middle = width((long) (sum / Math.max(1, counted)));
    long head = head(min + from * divisor) + 3;
    int patchWidth = width(zigzag(Math.max(sorted[n - 1] - from, from - sorted[0])));
    for (int width = Math.max(0, middle - 2); width <= middle; width++) {
      long bits = 0;
      int patches = 0;
      int seen = 0;
      for (int i = step / 2; i < n; i += step) {
        long u = sorted[i] - from;
        long q = (folded ? zigzag(u) : u) >> width;
        seen++;
        if (q >= 0 && q <= Quotients.MAX) {
          bits += q;
        } else {
          patches++;
        }
      }
      double share = (double) n / seen;
      long cost =
          head
              + (long) (share * patches * (8 + Math.max(1, patchWidth - width)) / 8)
              + packedBytes(n, width)
              + (long) ((bits * share + n) / 8)
              + 1;
      double limit = (how & MODE) != QUOTIENT ? WORTH : fold == folded ? WIDER : 1;
      if (cost < bytes * limit) {
        bytes = cost;
        how = QUOTIENT | width;
        fold = folded;
        base = min + from * divisor;
      }
    }
  }

  /** Writes values as planned. */
  void write(long[] values, int n, ByteSink out) {
    out.zigzag(base);
    out.varint(divisor);
    out.put(how);
    if (how < PATCHED) {
      pack(values, n, out);
      return;
    }
    int width = how & 0x3f;
    boolean quotients = how >= QUOTIENT;
    if (quotients) {
      out.put(fold ? 1 : 0);
    }
    for (int i = 0; i < n; i++) {
      long u = (values[i] - base) / divisor;
      numbers[i] = fold ? zigzag(u) : u;
    }
    int patches = 0;
    long largest = 0;
    for (int i = 0; i < n; i++) {
      if (isPatched(numbers[i], width, quotients)) {
        patches++;
        largest = Math.max(largest, zigzag(numbers[i] >> width));
      }
    }
    out.varint(patches);
    out.put(width(largest));
    long[] high = new long[patches];
    int p = 0;
    int before = 0;
    for (int i = 0; i < n; i++) {
      if (isPatched(numbers[i], width, quotients)) {
        out.varint(i - before);
        before = i;
        high[p++] = zigzag(numbers[i] >> width);
      }
    }
    pack(high, patches, width(largest), out);
    pack(numbers, n, width, out);
    if (quotients) {
      unary(n, width, out);
    }
  }

  private static boolean isPatched(long number, int width, boolean quotients) {
    long q = number >> width;
    return q < 0 || q > (quotients ? Quotients.MAX : 0);
  }

  private void unary(int n, int width, ByteSink out) {
    long word = 0;
    int filled = 0;
    for (int i = 0; i < n; i++) {
      if (!isPatched(numbers[i], width, true)) {
        filled += (int) (numbers[i] >> width);
      }
      if (filled >= 64) {
        out.word(word);
        word = 0;
        filled -= 64;
      }
      word |= 1L << filled;
      if (++filled == 64) {
        out.word(word);
        word = 0;
        filled = 0;
      }
    }
    out.bytes(word, (filled + 7) >>> 3);
  }

  private void pack(long[] values, int n, ByteSink out) {
    if (how == 0) {
      return;
    }
    if (numbers.length < n) {
      numbers = new long[n];
    }
    for (int i = 0; i < n; i++) {
      long v = values[i] - base;
      numbers[i] = divisor == 1 ? v : v / divisor;
    }
    pack(numbers, n, how, out);
  }

  private static void pack(long[] from, int n, int width, ByteSink out) {
    if (width == 0) {
      return;
    }
    long mask = width == 64 ? -1 : (1L << width) - 1;
    long word = 0;
    int filled = 0;
    for (int i = 0; i < n; i++) {
      long v = from[i] & mask;
      word |= v << filled;
      filled += width;
      if (filled >= 64) {
        out.word(word);
        filled -= 64;
        // A shift by 64 does nothing in Java.
        word = filled == 0 ? 0 : v >>> (width - filled);
      }
    }
    out.bytes(word, (filled + 7) >>> 3);
  }

  static long packedBytes(int n, int width) {
    return ((long) n * width + 7) >>> 3;
  }

  private long head() {
    return head(base);
  }

  private long head(long from) {
    return length(zigzag(from)) + length(divisor) + 1;
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static int length(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  private static int width(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }

  static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long r = x % y;
      x = y;
      y = r;
    }
    return x;
  }
}
