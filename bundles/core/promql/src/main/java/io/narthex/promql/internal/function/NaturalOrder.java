// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

/** Orders texts so that numbers in them count as numbers: {@code a2} before {@code a10}. */
final class NaturalOrder {

  private NaturalOrder() {}

  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int iEnd = chunk(a, i);
      int jEnd = chunk(b, j);
      String x = a.substring(i, iEnd);
      String y = b.substring(j, jEnd);
      boolean numbers = isNumber(x) && isNumber(y);
      int c = numbers ? Long.compare(Long.parseLong(x), Long.parseLong(y)) : x.compareTo(y);
      if (c != 0) {
        return c;
      }
      i = iEnd;
      j = jEnd;
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int chunk(String text, int from) {
    boolean digit = isDigit(text.charAt(from));
    int i = from + 1;
    while (i < text.length() && isDigit(text.charAt(i)) == digit) {
      i++;
    }
    return i;
  }

  /** Numbers that do not fit are compared as texts. */
  private static boolean isNumber(String chunk) {
    return isDigit(chunk.charAt(0)) && chunk.length() <= 18;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
