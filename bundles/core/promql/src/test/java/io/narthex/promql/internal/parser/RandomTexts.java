// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes texts that are nearly expressions: bytes, pieces of the language in any order, expressions
 * that were cut, joined, repeated and nested, and regular expressions of all kinds.
 */
final class RandomTexts {

  private static final List<String> PIECES =
      List.of(
          "sum",
          "by",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "a",
          "b:c",
          "=",
          "=~",
          "!~",
          "!=",
          "\"x\"",
          "'y'",
          "`z`",
          ",",
          "1",
          "0x1f",
          "1e3",
          ".5",
          "5m",
          "1h30m",
          ":",
          "@",
          "offset",
          "start()",
          "end()",
          "step()",
          "range()",
          "+",
          "-",
          "*",
          "/",
          "%",
          "^",
          "==",
          "</",
          ">/",
          "<",
          "and",
          "or",
          "unless",
          "on",
          "ignoring",
          "group_left",
          "bool",
          "fill",
          "fill_left",
          "anchored",
          "smoothed",
          "rate",
          "topk",
          "min_of",
          "max_of",
          " ",
          "\n",
          "#c\n",
          "\\",
          "\"\\x",
          "é",
          "\u0000",
          "\uD800",
          "inf",
          "nan",
          "__name__",
          "quantile",
          "atan2",
          "info",
          "without");

  private static final List<String> REGEX_PIECES =
      List.of(
          "(",
          ")",
          "(?:",
          "(?i)",
          "(?P<n>",
          "|",
          "*",
          "+",
          "?",
          "{2}",
          "{1000}",
          "{3,}",
          "{0,999}",
          "[",
          "]",
          "[^",
          "[:alpha:]",
          "\\d",
          "\\pL",
          "\\p{Greek}",
          "\\Q",
          "\\E",
          "\\x{10FFFF}",
          ".",
          "a",
          "-",
          "^",
          "$",
          "\\b",
          "\\z",
          "{",
          "}",
          ",");

  private static final List<String> SEEDS =
      List.of(
          "sum by (job, \"a.b\") (rate(x{a=\"b\",c!=\"d\",e=~\"f|g\",h!~\"i.*\"}[5m] offset -1h)) > bool 1",
          "{\"my.metric\",\"l.n\"=\"v\"} @ end() offset (step() * 2 ^ 3)",
          "avg_over_time((a + on (x) group_left (y) fill_left (0) fill_right (-1) b)[1h:5m] @ 12.5)",
          "label_replace(a, 'x', '$1', `y`, \"(.*)\") unless ignoring (z) -b ^ 2 ^ 3 % 0x1F",
          "topk(3, rate(a[min_of(5m, range() / 2)] smoothed)) or absent(b anchored)",
          "histogram_quantile(0.9, sum without (instance) (c)) </ 1_000 atan2 1e-3 # end",
          "info(a, {k=~\"v+\"}) == NaN != Inf",
          "count_values(\"v\\u00e9\\x41\\101\\n\", a) and quantile(0.5, b) offset 1y2w3d4h5m6s7ms");

  private final Random random;

  RandomTexts(Random random) {
    this.random = random;
  }

  String next() {
    return switch (random.nextInt(12)) {
      case 0 -> bytes();
      case 1, 2, 3, 4 -> pieces(PIECES, 12, true);
      case 5 -> "a{b=~\"" + pieces(REGEX_PIECES, 12, false).replace("\\", "\\\\") + "\"}";
      case 6 -> random.nextInt(30) == 0 ? nested() : bytes();
      default -> mutated();
    };
  }

  private String bytes() {
    byte[] bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String pieces(List<String> from, int most, boolean spaces) {
    StringBuilder text = new StringBuilder();
    int n = 1 + random.nextInt(most);
    for (int i = 0; i < n; i++) {
      text.append(from.get(random.nextInt(from.size())));
      if (spaces && random.nextInt(3) == 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  /** One piece over and over, which finds recursion without a bound and work that grows. */
  private String nested() {
    String piece = pieces(random.nextBoolean() ? PIECES : REGEX_PIECES, 4, true);
    String repeated = piece.repeat(1 + random.nextInt(3000));
    return switch (random.nextInt(4)) {
      case 0 -> "a{b=~\"" + repeated.replace("\\", "\\\\").replace("\"", "") + "\"}";
      case 1 -> "a[" + repeated;
      case 2 -> "sum(" + repeated + ")";
      default -> repeated;
    };
  }

  private String mutated() {
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
        case 3 -> text.insert(at, text.substring(at, to).repeat(1 + random.nextInt(20)));
        case 4 -> {
          String other = SEEDS.get(random.nextInt(SEEDS.size()));
          text.setLength(at);
          text.append(other, random.nextInt(other.length()), other.length());
        }
        default -> text.insert(at, pieces(PIECES, 3, true));
      }
    }
    return text.toString();
  }
}
