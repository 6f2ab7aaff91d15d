// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Reads the series notation: {@code name{label="value"} 1 2+3x4 _ stale {{count:3 buckets:[1 2]}}}.
 */
public final class SeriesParser {

  /** The most values that one line may expand to; a script with more is a mistake. */
  static final int MAX_VALUES = 1_000_000;

  private final TextCursor cursor;
  private final List<ScriptValue> values = new ArrayList<>();

  private SeriesParser(TextCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Reads a line.
   *
   * @param text the line, trimmed
   * @param line its number, from 1
   */
  public static SeriesLine parse(String text, int line) throws ScriptSyntaxException {
    SeriesParser parser = new SeriesParser(new TextCursor(text, line));
    Labels labels = parser.series();
    while (parser.cursor.skipBlanks() && !parser.cursor.atEnd()) {
      parser.item();
    }
    if (!parser.cursor.atEnd()) {
      throw parser.cursor.error("expected a blank and a value");
    }
    return new SeriesLine(labels, parser.values);
  }

  private Labels series() throws ScriptSyntaxException {
    LabelsBuilder labels = new LabelsBuilder();
    String name = cursor.takeWhile(c -> isLabelCharacter(c) || c == ':');
    if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
      throw cursor.error("a metric name must not begin with a digit, before this");
    }
    cursor.skipBlanksBefore('{');
    if (cursor.take("{")) {
      labels(labels);
    } else if (name.isEmpty()) {
      throw cursor.error("expected a metric name or '{'");
    }
    if (!name.isEmpty()) {
      // The name in front stands, whatever the braces say.
      labels.set(Label.METRIC_NAME, name);
    }
    return labels.build();
  }

  private void labels(LabelsBuilder labels) throws ScriptSyntaxException {
    cursor.skipBlanks();
    while (!cursor.take("}")) {
      boolean quoted = isQuote(cursor.peek());
      String name = quoted ? cursor.takeQuoted() : cursor.takeWhile(SeriesParser::isLabelCharacter);
      if (name.isEmpty()) {
        throw cursor.error("expected a label name");
      }
      cursor.skipBlanks();
      if (cursor.take("=")) {
        cursor.skipBlanks();
        if (!isQuote(cursor.peek())) {
          throw cursor.error("expected a quoted label value");
        }
        labels.set(name, cursor.takeQuoted());
      } else if (quoted) {
        labels.set(Label.METRIC_NAME, name);
      } else {
        throw cursor.error("expected '='");
      }
      cursor.skipBlanks();
      if (!cursor.take(",") && cursor.peek() != '}') {
        throw cursor.error("expected ',' or '}'");
      }
      cursor.skipBlanks();
    }
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static boolean isLabelCharacter(int c) {
    return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
  }

  private void item() throws ScriptSyntaxException {
    if (cursor.take("_")) {
      repeat(ScriptValue.OMITTED, cursor.take("x") ? cursor.takeCount() : 1);
    } else if (cursor.take("{{")) {
      histograms();
    } else {
      floats();
    }
  }

  private void repeat(ScriptValue value, int times) throws ScriptSyntaxException {
    checkSize(times);
    values.addAll(Collections.nCopies(times, value));
  }

  private void checkSize(int more) throws ScriptSyntaxException {
    if ((long) values.size() + more > MAX_VALUES) {
      throw cursor.error("the series has more than " + MAX_VALUES + " values");
    }
  }

  private void floats() throws ScriptSyntaxException {
    double value = number(true);
    char next = cursor.peek();
    if (next == '+' || next == '-') {
      double step = number(false);
      cursor.expect("x");
      int times = cursor.takeCount();
      checkSize(times + 1);
      for (int i = 0; i <= times; i++) {
        values.add(ScriptValue.of(value));
        value += step;
      }
    } else if (cursor.take("x")) {
      repeat(ScriptValue.of(value), cursor.takeCount() + 1);
    } else {
      values.add(ScriptValue.of(value));
    }
  }

  private double number(boolean mayBeStale) throws ScriptSyntaxException {
    boolean negative = cursor.take("-");
    boolean signed = negative || cursor.take("+");
    String text;
    if (Character.isLetter(cursor.peek())) {
      text = cursor.takeWhile(c -> Character.isLetter(c) && c != 'x');
      if (mayBeStale && !signed && text.equals("stale")) {
        return SpecialValues.STALE;
      }
      String lower = text.toLowerCase(Locale.ROOT);
      if (!lower.equals("nan") && !lower.equals("inf")) {
        throw cursor.error("expected a number or \"stale\", not \"" + text + "\",");
      }
    } else {
      text = HistogramParser.digits(cursor);
    }
    try {
      double value = Numbers.parse(text);
      return negative ? -value : value;
    } catch (NumberFormatException e) {
      throw cursor.error("expected a number");
    }
  }

  private void histograms() throws ScriptSyntaxException {
    HistogramParser.Parsed base = HistogramParser.parse(cursor);
    Histogram first = base.histogram();
    boolean plus = cursor.peek() == '+';
    if (plus || cursor.peek() == '-') {
      cursor.take(plus ? "+" : "-");
      cursor.expect("{{");
      HistogramParser.Parsed step = HistogramParser.parse(cursor);
      cursor.expect("x");
      series(first, step, plus, cursor.takeCount());
    } else {
      int times = cursor.take("x") ? cursor.takeCount() + 1 : 1;
      repeat(new ScriptValue(false, 0, first, base.hintGiven()), times);
    }
  }

  private void series(Histogram base, HistogramParser.Parsed step, boolean plus, int times)
      throws ScriptSyntaxException {
    checkSize(times + 1);
    FloatHistogram increment = FloatHistogram.of(step.histogram());
    FloatHistogram current = FloatHistogram.of(base);
    values.add(new ScriptValue(false, 0, base, step.hintGiven()));
    for (int i = 0; i < times; i++) {
      if (current.schema() > increment.schema()) {
        throw cursor.error(
            "cannot merge from schema " + increment.schema() + " to " + current.schema());
      }
      int flags = plus ? current.add(increment) : current.subtract(increment);
      if (flags == FloatHistogram.INCOMPATIBLE) {
        throw cursor.error("cannot combine exponential and custom buckets");
      }
      values.add(new ScriptValue(false, 0, current.toHistogram(), step.hintGiven()));
    }
  }
}
