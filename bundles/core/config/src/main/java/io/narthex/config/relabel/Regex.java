// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 expression as Prometheus uses it: anchored at both ends, the dot matching line ends too.
 * Equal when the source text is. Linear in the text's length; safe for several threads.
 *
 * <p>What an expression may cost is bounded by {@link RegexCost}. A long list of plain words with
 * bars between them is looked up rather than compiled, and is bounded by its length alone.
 */
public final class Regex {

  /** The default of a relabelling rule, {@code (.*)}. */
  public static final Regex ALL = of("(.*)");

  /** From this length on a list of words is looked up. */
  private static final int LONG_LIST = 1_000;

  private static final Pattern ANY_TEXT = Pattern.compile("^(?s:.*)$");

  private static final int MAX_SHOWN = 100;

  private final String source;
  private final Pattern pattern;

  /** The texts that match, or null when the pattern tells. */
  private final @Nullable Set<String> words;

  private Regex(String source, Pattern pattern, @Nullable Set<String> words) {
    this.source = source;
    this.pattern = pattern;
    this.words = words;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException with the faulty part in the message, or that it costs too much
   */
  public static Regex of(String source) {
    String objection = RegexCost.objection(source);
    if (objection != null) {
      throw new IllegalArgumentException(
          "error parsing regexp \""
              + shortened(source)
              + "\": "
              + objection
              + "; write fewer or smaller repetitions and groups, or split it over several rules");
    }
    if (source.length() >= LONG_LIST && RegexCost.isWords(source)) {
      return new Regex(source, ANY_TEXT, Set.copyOf(List.of(source.split("\\|", -1))));
    }
    try {
      // Compiled alone first, so that a message does not show the anchors.
      Pattern.compile(source);
      return new Regex(source, Pattern.compile("^(?s:" + source + ")$"), null);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "error parsing regexp \""
              + source
              + "\": "
              + e.getDescription()
              + (e.getPattern().isEmpty() || e.getPattern().equals(source)
                  ? ""
                  : ": `" + e.getPattern() + "`")
              + "; the syntax is RE2's",
          e);
    }
  }

  private static String shortened(String source) {
    return source.length() <= MAX_SHOWN ? source : source.substring(0, MAX_SHOWN) + "...";
  }

  /** Returns the expression as it was given. */
  public String source() {
    return source;
  }

  /** Returns whether the whole text matches. */
  public boolean matches(String text) {
    return words == null ? pattern.matches(text) : words.contains(text);
  }

  /** Returns the match of the whole text, for {@link #expand}, or null. */
  @Nullable Matcher match(String text) {
    if (words != null && !words.contains(text)) {
      return null;
    }
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher : null;
  }

  /**
   * Expands a template with the groups of a match, as Go's {@code Regexp.Expand}: {@code $1},
   * {@code ${1}}, {@code $name}, {@code $$} for a dollar sign; the longest run of letters, digits
   * and underscores is the name; unknown groups are empty; a dollar sign that begins none of these
   * stays.
   */
  String expand(String template, Matcher match) {
    int dollar = template.indexOf('$');
    if (dollar < 0) {
      return template;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (dollar >= 0) {
      out.append(template, from, dollar);
      from = dollar + 1;
      if (from < template.length() && template.charAt(from) == '$') {
        out.append('$');
        from++;
      } else {
        int end = expandOne(template, from, match, out);
        if (end < 0) {
          out.append('$');
        } else {
          from = end;
        }
      }
      dollar = template.indexOf('$', from);
    }
    return out.append(template, from, template.length()).toString();
  }

  /**
   * Expands what follows a dollar sign; returns the index behind it, or -1 when it is malformed.
   */
  private int expandOne(String template, int from, Matcher match, StringBuilder out) {
    boolean brace = from < template.length() && template.charAt(from) == '{';
    int start = brace ? from + 1 : from;
    int end = start;
    while (end < template.length()) {
      int c = template.codePointAt(end);
      if (!Character.isLetter(c) && !Character.isDigit(c) && c != '_') {
        break;
      }
      end += Character.charCount(c);
    }
    if (end == start || (brace && (end >= template.length() || template.charAt(end) != '}'))) {
      return -1;
    }
    String group = group(template.substring(start, end), match);
    if (group != null) {
      out.append(group);
    }
    return brace ? end + 1 : end;
  }

  private @Nullable String group(String name, Matcher match) {
    int number = number(name);
    if (number >= 0) {
      return number <= match.groupCount() ? match.group(number) : null;
    }
    Map<String, Integer> named = pattern.namedGroups();
    Integer group = named.get(name);
    return group == null ? null : match.group(group);
  }

  private static int number(String name) {
    if (name.charAt(0) == '0' && name.length() > 1) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9' || number >= 100_000_000) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Regex regex && source.equals(regex.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}
