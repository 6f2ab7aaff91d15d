// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a regular expression costs before it is compiled. The library's time is linear in the
 * size of the program that it makes, but repetitions of repetitions make a short text a program of
 * billions of steps, and groups in groups exhaust the stack of the thread that compiles them.
 *
 * <p>The size is estimated in one pass over the text. Faults of syntax are none of its business:
 * the library tells those. Relabelling rules and queries are held to the same bounds.
 */
public final class RegexCost {

  /** The longest text that is read at all. */
  static final int MAX_LENGTH = 100_000;

  /** As upstream has it. */
  private static final int MAX_DEPTH = 1000;

  /** Steps of the program; matching costs at most so many per character of a label's value. */
  private static final long MAX_SIZE = 200_000;

  /**
   * Alternatives, repetitions, groups and assertions, counted as often as they are repeated. The
   * library follows a chain of them by recursion, in its matcher too.
   */
  private static final long MAX_CHOICES = 4_000;

  /** The library's time grows with the square of the longest run of plain characters. */
  private static final int MAX_LITERAL = 10_000;

  private static final int MAX_REPEAT_DIGITS = 6;

  private static final String META = "\\.+*?()[]{}^$";

  /** What a class of Unicode such as {@code \\pL} costs, which becomes hundreds of ranges. */
  private static final int TABLE_SIZE = 200;

  /**
   * How many characters the ranges of classes may have together where case does not count: the
   * library looks at each of them, as far as there are letters.
   */
  private static final int MAX_FOLDED = 1_000_000;

  private static final int FIRST_LETTER = 'A';
  private static final int LAST_LETTER = 0x1044f;

  /**
   * The letters whose other cases the library looks for without end: of each the upper case is one
   * whose lower case is another letter, so that it never comes back to where it began.
   */
  private static final int FIRST_ENDLESS = 0x1c80;

  private static final int LAST_ENDLESS = 0x1c88;

  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-zA-Z]*i");

  private final String text;
  private final long[] sums = new long[MAX_DEPTH + 1];
  private final long[] choices = new long[MAX_DEPTH + 1];
  private int depth;
  private long last;
  private long lastChoices;
  private final boolean ignoresCase;
  private long folded;
  private boolean endless;
  private int literal;
  private int at;

  private RegexCost(String text) {
    this.text = text;
    this.ignoresCase = IGNORES_CASE.matcher(text).find();
  }

  /** Returns why an expression costs too much, or null when it does not. */
  public static @Nullable String objection(String regex) {
    if (regex.length() > MAX_LENGTH) {
      return "the regular expression has "
          + regex.length()
          + " characters, more than the "
          + MAX_LENGTH
          + " allowed; select by a label instead";
    }
    return isWords(regex) ? null : new RegexCost(regex).scan();
  }

  /**
   * Returns whether an expression is nothing but words with bars between them, as pickers of many
   * values write it. Such a list needs no compiling: it is valid, and is looked up.
   */
  public static boolean isWords(String regex) {
    for (int i = 0; i < regex.length(); i++) {
      if (META.indexOf(regex.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether one of the words is the empty one. */
  public static boolean hasEmptyWord(String words) {
    return words.isEmpty() || words.startsWith("|") || words.endsWith("|") || words.contains("||");
  }

  private @Nullable String scan() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      literal = "()|*+?[".indexOf(c) < 0 ? literal + 1 : 0;
      switch (c) {
        case '(' -> {
          finishTerm();
          if (depth == MAX_DEPTH) {
            return "expression nests too deeply";
          }
          depth++;
          sums[depth] = 2;
          choices[depth] = 2;
        }
        case ')' -> {
          finishTerm();
          if (depth > 0) {
            last = sums[depth];
            lastChoices = choices[depth--];
          }
        }
        case '|' -> {
          finishTerm();
          sums[depth]++;
          choices[depth]++;
        }
        case '*', '+', '?' -> {
          last++;
          lastChoices++;
        }
        case '^', '$' -> {
          finishTerm();
          last = 1;
          lastChoices = 1;
        }
        case '{' -> repeat();
        case '[' -> {
          finishTerm();
          last = 1;
          characterClass();
        }
        case '\\' -> {
          finishTerm();
          if (at < text.length() && text.charAt(at) == 'Q') {
            quoted();
          } else {
            last = 1;
            at--;
            int escaped = element();
            fold(escaped, escaped);
          }
        }
        default -> {
          finishTerm();
          last = 1;
          fold(c, c);
        }
      }
      if (choices[depth] + lastChoices > MAX_CHOICES) {
        return "expression too large";
      }
      if (sums[depth] + last > MAX_SIZE || literal > MAX_LITERAL || folded > MAX_FOLDED) {
        return "expression too large";
      }
      if (endless) {
        return "letters from U+1C80 to U+1C88 are not supported where case does not count; leave"
            + " them out or leave out (?i)";
      }
    }
    return null;
  }

  private void finishTerm() {
    sums[depth] += last;
    choices[depth] += lastChoices;
    last = 0;
    lastChoices = 0;
  }

  /** Passes over a text in which nothing has a meaning, until {@code \\E}. */
  private void quoted() {
    int end = text.indexOf("\\E", at);
    int length = (end < 0 ? text.length() : end) - at;
    literal += length;
    last = length;
    at = end < 0 ? text.length() : end + 2;
  }

  /** Passes over a class; a bracket directly at its beginning belongs to it. */
  private void characterClass() {
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    boolean first = true;
    while (at < text.length() && (first || text.charAt(at) != ']')) {
      first = false;
      int end = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
      if (end >= 0) {
        at = end + 2;
        continue;
      }
      int low = element();
      boolean range =
          at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
      int high = low;
      if (range) {
        at++;
        high = element();
      }
      fold(low, high);
    }
    at++;
  }

  /** Accounts for characters whose case does not count. */
  private void fold(int low, int high) {
    if (ignoresCase) {
      folded += Math.max(0, Math.min(high, LAST_LETTER) - Math.max(low, FIRST_LETTER));
      endless |= low <= LAST_ENDLESS && high >= FIRST_ENDLESS;
    }
  }

  /** Returns whether a class of Unicode stands behind a backslash. */
  private boolean isTable() {
    return at < text.length() && (text.charAt(at) == 'p' || text.charAt(at) == 'P');
  }

  /** Passes over a character of a class; returns it. */
  private int element() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\' || at >= text.length()) {
      return c;
    }
    if (isTable()) {
      last += TABLE_SIZE;
    }
    int escaped = text.codePointAt(at);
    at += Character.charCount(escaped);
    if (escaped != 'x') {
      return escaped;
    }
    boolean braces = at < text.length() && text.charAt(at) == '{';
    int from = braces ? at + 1 : at;
    int to = from;
    int most = braces ? 6 : 2;
    while (to < text.length() && to - from < most && Character.digit(text.charAt(to), 16) >= 0) {
      to++;
    }
    if (to == from) {
      return escaped;
    }
    at = braces && to < text.length() ? to + 1 : to;
    return Integer.parseInt(text, from, to, 16);
  }

  /**
   * Takes {@code n}, {@code n,} or {@code n,m} with the closing brace; else the brace is a text.
   */
  private void repeat() {
    int close = text.indexOf('}', at);
    if (close < 0 || close - at > 2 * MAX_REPEAT_DIGITS + 1) {
      finishTerm();
      last = 1;
      return;
    }
    String[] bounds = text.substring(at, close).split(",", -1);
    int least = number(bounds[0]);
    int most = bounds.length > 1 && !bounds[1].isEmpty() ? number(bounds[1]) : least;
    if (bounds.length > 2 || least < 0 || most < 0) {
      finishTerm();
      last = 1;
      return;
    }
    at = close + 1;
    literal = 0;
    boolean open = bounds.length > 1 && bounds[1].isEmpty();
    long times = Math.max(1, Math.max(least, most)) + (open ? 1 : 0);
    last = (last + 1) * times;
    lastChoices = (lastChoices + (least == most && !open ? 0 : 1)) * times;
  }

  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_REPEAT_DIGITS) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
