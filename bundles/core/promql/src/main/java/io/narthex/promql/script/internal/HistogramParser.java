// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a histogram of the series notation: <code>{{schema:1 count:3 buckets:[1 2]}}</code>. */
final class HistogramParser {

  /**
   * A histogram and what its notation says of it.
   *
   * @param hintGiven whether the reset hint is named
   */
  record Parsed(Histogram histogram, boolean hintGiven) {}

  private static final double[] NONE = {};

  private final TextCursor cursor;
  private final Set<String> seen = new HashSet<>();
  private int schema;
  private double sum;
  private double count;
  private double zeroCount;
  private double zeroThreshold;
  private double[] buckets = NONE;
  private double[] negativeBuckets = NONE;
  private double[] customValues = NONE;
  private int offset;
  private int negativeOffset;
  private ResetHint hint = ResetHint.UNKNOWN;

  private HistogramParser(TextCursor cursor) {
    this.cursor = cursor;
  }

  /** Reads what follows the opening braces, up to and with the closing ones. */
  static Parsed parse(TextCursor cursor) throws ScriptSyntaxException {
    HistogramParser parser = new HistogramParser(cursor);
    cursor.skipBlanks();
    while (!cursor.take("}}")) {
      parser.item();
      if (!cursor.skipBlanks() && cursor.peek() != '}') {
        throw cursor.error("expected a blank or '}}'");
      }
    }
    return new Parsed(parser.build(), parser.seen.contains("counter_reset_hint"));
  }

  private Histogram build() {
    return new Histogram(
        schema,
        false,
        hint,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        spans(offset, buckets),
        buckets,
        spans(negativeOffset, negativeBuckets),
        negativeBuckets,
        customValues);
  }

  private static List<BucketSpan> spans(int offset, double[] counts) {
    return counts.length == 0 ? List.of() : List.of(new BucketSpan(offset, counts.length));
  }

  private void item() throws ScriptSyntaxException {
    String key = word();
    if (!seen.add(key)) {
      throw cursor.error("duplicate key \"" + key + "\" in histogram");
    }
    if (!cursor.take(":")) {
      throw cursor.error("expected ':' after \"" + key + "\"");
    }
    switch (key) {
      case "schema" -> schema = (int) number();
      case "sum" -> sum = number();
      case "count" -> count = number();
      case "z_bucket" -> zeroCount = number();
      case "z_bucket_w" -> zeroThreshold = number();
      case "offset" -> offset = (int) number();
      case "n_offset" -> negativeOffset = (int) number();
      case "buckets" -> buckets = list();
      case "n_buckets" -> negativeBuckets = list();
      case "custom_values" -> customValues = list();
      case "counter_reset_hint" -> hint = hint(word());
      default -> throw cursor.error("unknown histogram key \"" + key + "\"");
    }
  }

  private String word() {
    return cursor.takeWhile(c -> c == '_' || Character.isLetter(c)).toLowerCase(Locale.ROOT);
  }

  private ResetHint hint(String name) throws ScriptSyntaxException {
    return switch (name) {
      case "unknown" -> ResetHint.UNKNOWN;
      case "reset" -> ResetHint.RESET;
      case "not_reset" -> ResetHint.NOT_RESET;
      case "gauge" -> ResetHint.GAUGE;
      default ->
          throw cursor.error("expected unknown, reset, not_reset or gauge, not \"" + name + "\",");
    };
  }

  private double[] list() throws ScriptSyntaxException {
    cursor.expect("[");
    double[] numbers = new double[8];
    int n = 0;
    cursor.skipBlanks();
    while (!cursor.take("]")) {
      if (n == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * n);
      }
      numbers[n++] = number();
      cursor.skipBlanks();
    }
    return Arrays.copyOf(numbers, n);
  }

  private double number() throws ScriptSyntaxException {
    String sign = cursor.take("-") ? "-" : cursor.take("+") ? "+" : "";
    String text =
        Character.isLetter(cursor.peek()) ? cursor.takeWhile(Character::isLetter) : digits(cursor);
    try {
      return Numbers.parse(sign + text);
    } catch (NumberFormatException e) {
      throw cursor.error("expected a number");
    }
  }

  /** Takes the digits of a number, with its point and exponent. */
  static String digits(TextCursor cursor) {
    StringBuilder out = new StringBuilder();
    out.append(cursor.takeWhile(c -> Character.isDigit(c) || c == '.' || c == '_'));
    char next = cursor.peek();
    if (!out.isEmpty() && (next == 'e' || next == 'E')) {
      cursor.take(String.valueOf(next));
      out.append('e').append(cursor.take("-") ? "-" : cursor.take("+") ? "+" : "");
      out.append(cursor.takeWhile(Character::isDigit));
    }
    return out.toString();
  }
}
