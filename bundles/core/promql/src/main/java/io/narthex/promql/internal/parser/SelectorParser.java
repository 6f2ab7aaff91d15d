// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.narthex.config.relabel.RegexCost;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.Utf8;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;

/** Reads metric names, matchers in braces, and lists of labels in parentheses. */
final class SelectorParser {

  /** More conditions or labels than this are no query that somebody means. */
  private static final int MAX_LABELS = 10_000;

  /** What the regular expression library says of a closing parenthesis without an opening one. */
  private static final String UNDERFLOW = "stack underflow";

  private static final String MATCHING = "label matching";
  private static final String GROUPING = "grouping opts";

  private final TokenStream tokens;

  SelectorParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Reads a selector whose name, when it has one, is the current token. */
  VectorSelector selector() {
    Token first = tokens.peek();
    String name = "";
    if (first.kind().isMetricName()) {
      tokens.take();
      name = first.text();
    } else if (first.kind() != TokenKind.LEFT_BRACE) {
      throw tokens.unexpected("", "");
    }
    return selector(first, name);
  }

  /** Reads the rest of a selector whose name has been taken; the name is empty without one. */
  VectorSelector selector(Token first, String name) {
    List<Matcher> matchers = new ArrayList<>();
    if (tokens.is(TokenKind.LEFT_BRACE)) {
      tokens.take();
      matchers(matchers);
    }
    if (!name.isEmpty()) {
      matchers.add(Matcher.equal(Label.METRIC_NAME, name));
    }
    return new VectorSelector(
        name, matchers, TimeShift.NONE, Extension.NONE, new Span(first.start(), tokens.lastEnd()));
  }

  private void matchers(List<Matcher> into) {
    if (tokens.accept(TokenKind.RIGHT_BRACE)) {
      return;
    }
    while (true) {
      into.add(matcher());
      bound(into.size());
      if (tokens.accept(TokenKind.RIGHT_BRACE)) {
        return;
      }
      tokens.expect(TokenKind.COMMA, MATCHING, "\",\" or \"}\"");
      if (tokens.accept(TokenKind.RIGHT_BRACE)) {
        return;
      }
    }
  }

  private void bound(int labels) {
    if (labels > MAX_LABELS) {
      throw tokens.error(
          tokens.peek().span(),
          "more than "
              + MAX_LABELS
              + " labels in one list; give the series a label that stands for them");
    }
  }

  private Matcher matcher() {
    Token label = tokens.peek();
    String name;
    if (label.kind() == TokenKind.IDENTIFIER) {
      tokens.take();
      name = label.text();
    } else if (label.kind() == TokenKind.STRING) {
      tokens.take();
      name = tokens.unquote(label);
      if (tokens.is(TokenKind.COMMA) || tokens.is(TokenKind.RIGHT_BRACE)) {
        return Matcher.equal(Label.METRIC_NAME, name);
      }
    } else {
      throw tokens.unexpected(MATCHING, "identifier or \"}\"");
    }
    Matcher.Type type =
        switch (tokens.kind()) {
          case ASSIGN -> Matcher.Type.EQUAL;
          case NOT_EQUAL -> Matcher.Type.NOT_EQUAL;
          case REGEX_MATCH -> Matcher.Type.REGEX;
          case REGEX_NO_MATCH -> Matcher.Type.NOT_REGEX;
          default ->
              throw label.kind() == TokenKind.STRING
                  ? tokens.unexpected(MATCHING, "\",\" or \"}\"")
                  : tokens.unexpected(MATCHING, "label matching operator");
        };
    tokens.take();
    Token value = tokens.expect(TokenKind.STRING, MATCHING, "string");
    String text = tokens.unquote(value);
    if (type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX) {
      text = checkedRegex(text, Span.between(label.span(), value.span()));
    }
    return new Matcher(name, type, text);
  }

  /** Returns a regular expression that can be put in parentheses and anchored. */
  private String checkedRegex(String regex, Span span) {
    String objection = RegexCost.objection(regex);
    if (objection != null) {
      throw tokens.error(span, "error parsing regexp: " + objection);
    }
    if (RegexCost.isWords(regex)) {
      return regex;
    }
    try {
      // On its own: anchored, a text such as a)|(b would pass.
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      String fault =
          UNDERFLOW.equals(e.getPattern())
              ? "unexpected ): `" + regex
              : e.getDescription() + ": `" + e.getPattern();
      throw tokens.error(span, "error parsing regexp: " + fault + "`");
    }
    return regex.contains("\\Q") ? closedQuote(regex) : regex;
  }

  /** A quote that is left open goes to the end of the text, and no further. */
  private static String closedQuote(String regex) {
    try {
      Pattern.compile("(" + regex + ")");
      return regex;
    } catch (PatternSyntaxException e) {
      return regex + "\\E";
    }
  }

  /** Reads a list of labels in parentheses. */
  List<String> labels() {
    tokens.expect(TokenKind.LEFT_PAREN, GROUPING, "\"(\"");
    List<String> labels = new ArrayList<>();
    while (!tokens.accept(TokenKind.RIGHT_PAREN)) {
      Token token = tokens.peek();
      String name;
      if (token.kind() == TokenKind.STRING) {
        tokens.take();
        name = tokens.unquote(token);
        if (!Utf8.isValidName(name)) {
          throw tokens.error(
              token.span(), "invalid label name for grouping: " + GoText.quote(name));
        }
      } else if (token.kind().isLabelName()) {
        tokens.take();
        name = token.text();
      } else {
        throw tokens.unexpected(GROUPING, "label");
      }
      labels.add(name);
      bound(labels.size());
      if (!tokens.is(TokenKind.RIGHT_PAREN)) {
        tokens.expect(TokenKind.COMMA, GROUPING, "\",\" or \")\"");
      }
    }
    return labels;
  }
}
