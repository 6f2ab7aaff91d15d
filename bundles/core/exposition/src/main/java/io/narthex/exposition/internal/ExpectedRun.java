// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ExpectedLines;
import io.narthex.exposition.SeriesHash;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;

/**
 * Reads the lines of a text body that are as expected: compares the hash of the bytes up to the
 * value, and reads the value. Not safe for several threads.
 */
final class ExpectedRun {

  /** So many digits fit a long whatever they are. */
  private static final int MAX_DIGITS = 18;

  private final byte[] b;
  private final SeriesHash hash = new SeriesHash();

  /** Behind the last line feed: a line that begins before it has an end. */
  private final int linesEnd;

  /** Where the comments that were passed over stand, as pairs of positions. */
  private int[] comments = new int[64];

  private int commentEnds;
  private int position;

  /** Where the last number ended, or -1 when there was none. */
  private int numberEnd;

  ExpectedRun(byte[] body, int end) {
    b = body;
    int last = end;
    while (last > 0 && body[last - 1] != '\n') {
      last--;
    }
    linesEnd = last;
  }

  /** Reads as {@link io.narthex.exposition.ExpositionReader#run} says, from a position on. */
  int read(int pos, ExpectedLines lines, int first, int end, double[] values) {
    byte[] body = b;
    int[] order = lines.order();
    int[] from = lines.from();
    int[] to = lines.to();
    int[] length = lines.length();
    long[] hashes = lines.hashes();
    int at = pos;
    int most = Math.min(end - first, values.length);
    int count = 0;
    while (count < most) {
      int line = order[first + count];
      int start = at + to[line] - from[line];
      int behind = start + length[line];
      if (behind >= linesEnd
          || body[behind] != ' '
          || (start > at
              && !Arrays.equals(body, at, start, lines.comments(), from[line], to[line]))) {
        break;
      }
      hash.of(body, start, behind);
      if (hash.first() != hashes[2 * line] || hash.second() != hashes[2 * line + 1]) {
        break;
      }
      double number = number(behind + 1);
      if (numberEnd < 0) {
        break;
      }
      values[count++] = number;
      if (start > at) {
        passed(at, start);
      }
      at = numberEnd + 1;
    }
    position = at;
    return count;
  }

  /** Returns where the last run ended. */
  int position() {
    return position;
  }

  private void passed(int from, int to) {
    if (commentEnds == comments.length) {
      comments = Arrays.copyOf(comments, 2 * commentEnds);
    }
    comments[commentEnds++] = from;
    comments[commentEnds++] = to;
  }

  /** Returns how many blocks of comments were passed over since they were last forgotten. */
  int commentCount() {
    return commentEnds / 2;
  }

  int commentFrom(int i) {
    return comments[2 * i];
  }

  int commentTo(int i) {
    return comments[2 * i + 1];
  }

  void forgetComments() {
    commentEnds = 0;
  }

  /**
   * Reads a number that fills the rest of its line; there must be a line feed behind. {@link
   * #numberEnd} becomes the line feed's place, or -1 when there is anything but one sound number.
   */
  private double number(int from) {
    byte[] body = b;
    int i = from;
    boolean negative = body[i] == '-';
    if (negative) {
      i++;
    }
    int digitsFrom = i;
    long mantissa = 0;
    int digit = body[i] - '0';
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = body[++i] - '0';
    }
    int digits = i - digitsFrom;
    int scale = 0;
    if (body[i] == '.') {
      int pointAt = i;
      digit = body[++i] - '0';
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = body[++i] - '0';
      }
      scale = pointAt + 1 - i;
      digits -= scale;
    }
    if (body[i] == '\n' && digits > 0 && digits <= MAX_DIGITS) {
      double exact = scale == 0 ? mantissa : DoubleParser.fromDecimal(mantissa, scale);
      if (!Double.isNaN(exact)) {
        numberEnd = i;
        return negative ? -exact : exact;
      }
    }
    return oddNumber(from, i);
  }

  private double oddNumber(int from, int scanned) {
    int i = scanned;
    while ((b[i] & 0xff) > ' ') {
      i++;
    }
    numberEnd = -1;
    if (b[i] != '\n') {
      return 0;
    }
    try {
      double v = DoubleParser.parse(b, from, i);
      numberEnd = i;
      return Double.isNaN(v) ? SpecialValues.NAN : v;
    } catch (NumberFormatException e) {
      // The ordinary way through the line will say what is wrong with it, and where.
      return 0;
    }
  }
}
