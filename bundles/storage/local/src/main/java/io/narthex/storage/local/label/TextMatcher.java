// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.narthex.spi.model.Matcher;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A matcher made ready: tests texts, and knows what an index can use of it.
 *
 * <p>Most regular expressions in practice are a list of words, or a word with {@code .*} before or
 * behind it. These are tested without the regular expression engine.
 */
final class TextMatcher {

  private static final String META = "\\.+*?()|[]{}^$";

  private final String name;
  private final boolean negated;
  private final Predicate<String> test;
  private final Set<String> words;

  private TextMatcher(String name, boolean negated, Predicate<String> test, Set<String> words) {
    this.name = name;
    this.negated = negated;
    this.test = test;
    this.words = words;
  }

  /**
   * Makes a matcher ready.
   *
   * @throws IllegalArgumentException when its regular expression is none
   */
  static TextMatcher of(Matcher matcher) {
    String value = matcher.value();
    return switch (matcher.type()) {
      case EQUAL -> words(matcher.name(), false, Set.of(value));
      case NOT_EQUAL -> words(matcher.name(), true, Set.of(value));
      case REGEX -> regex(matcher.name(), false, value);
      case NOT_REGEX -> regex(matcher.name(), true, value);
    };
  }

  private static TextMatcher words(String name, boolean negated, Set<String> words) {
    return new TextMatcher(name, negated, words::contains, words);
  }

  private static TextMatcher regex(String name, boolean negated, String regex) {
    if (isPlain(regex, "|")) {
      return words(name, negated, Set.copyOf(Arrays.asList(regex.split("\\|", -1))));
    }
    String middle = regex;
    boolean open = false;
    boolean openBefore = false;
    int least = 0;
    if (middle.startsWith(".*") || middle.startsWith(".+")) {
      openBefore = true;
      least += middle.charAt(1) == '+' ? 1 : 0;
      middle = middle.substring(2);
    }
    int leastBehind = 0;
    if (middle.endsWith(".*") || middle.endsWith(".+")) {
      open = true;
      leastBehind = middle.endsWith("+") ? 1 : 0;
      middle = middle.substring(0, middle.length() - 2);
    }
    if (isPlain(middle, "") && (openBefore || open)) {
      return new TextMatcher(
          name, negated, around(middle, openBefore, least, open, leastBehind), Set.of());
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a valid regular expression: \"" + regex + "\": " + e.getMessage(), e);
    }
    return new TextMatcher(name, negated, text -> pattern.matcher(text).matches(), Set.of());
  }

  private static Predicate<String> around(
      String word, boolean before, int least, boolean behind, int leastBehind) {
    if (before && behind) {
      // ".+x.*": x must be found at or after index 1 and leave one character if so demanded.
      return text -> {
        int at = text.indexOf(word, least);
        return at >= 0 && (leastBehind == 0 || hasRoom(text, word, at));
      };
    }
    if (before) {
      return text -> text.length() >= word.length() + least && text.endsWith(word);
    }
    return text -> text.length() >= word.length() + leastBehind && text.startsWith(word);
  }

  /** Whether an occurrence at or after {@code at} has a character behind it. */
  private static boolean hasRoom(String text, String word, int at) {
    return at + word.length() < text.length();
  }

  private static boolean isPlain(String text, String allowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (META.indexOf(c) >= 0 && allowed.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the label's name. */
  String name() {
    return name;
  }

  /** Returns whether the value passes; an absent label is the empty text. */
  boolean matches(String value) {
    return test.test(value) != negated;
  }

  /** Returns whether series without the label pass. */
  boolean matchesEmpty() {
    return matches("");
  }

  /** Returns whether only series with one of a few known values pass: see {@link #words}. */
  boolean isWords() {
    return !negated && !words.isEmpty();
  }

  /** Returns whether series with one of a few known values do not pass, and all others do. */
  boolean isAllBut() {
    return negated && !words.isEmpty();
  }

  /** Returns the values that pass when {@link #isWords}, that do not when {@link #isAllBut}. */
  Set<String> words() {
    return words;
  }
}
