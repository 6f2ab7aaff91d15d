// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.config.Durations;
import java.util.Arrays;

/**
 * Reads the line of start timestamps that may precede a series: {@code name{label="value"}@st -1m
 * _x2 0s+1sx3}. Each is a duration relative to the sample's timestamp.
 */
final class StartTimestampParser {

  private static final String SUFFIX = "@st";

  private final TextCursor cursor;
  private long[] offsets = new long[16];
  private int size;

  private StartTimestampParser(TextCursor cursor) {
    this.cursor = cursor;
  }

  /** Returns whether a line is one of start timestamps. */
  static boolean isStartLine(String text) {
    int blank = blank(text);
    return blank > 0 && text.startsWith(SUFFIX, blank - SUFFIX.length());
  }

  /** Returns the series' part of such a line. */
  static String series(String text) {
    return text.substring(0, blank(text) - SUFFIX.length());
  }

  /**
   * Reads the values of such a line.
   *
   * @param line its number, from 1
   * @return milliseconds, {@link LoadedSeries#NO_START} for {@code _}
   */
  static long[] offsets(String text, int line) throws ScriptSyntaxException {
    StartTimestampParser parser =
        new StartTimestampParser(new TextCursor(text.substring(blank(text)), line));
    while (parser.cursor.skipBlanks() && !parser.cursor.atEnd()) {
      parser.item();
    }
    if (!parser.cursor.atEnd()) {
      throw parser.cursor.error("expected a blank and a duration");
    }
    return Arrays.copyOf(parser.offsets, parser.size);
  }

  private static int blank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ' ' || text.charAt(i) == '\t') {
        return i;
      }
    }
    return -1;
  }

  private void item() throws ScriptSyntaxException {
    if (cursor.take("_")) {
      add(LoadedSeries.NO_START, 0, cursor.take("x") ? cursor.takeCount() : 1);
      return;
    }
    long base = duration();
    char next = cursor.peek();
    if (next == '+' || next == '-') {
      cursor.take(String.valueOf(next));
      long step = next == '-' ? -duration() : duration();
      cursor.expect("x");
      add(base, step, cursor.takeCount() + 1);
    } else {
      add(base, 0, cursor.take("x") ? cursor.takeCount() + 1 : 1);
    }
  }

  private void add(long base, long step, int times) throws ScriptSyntaxException {
    if ((long) size + times > SeriesParser.MAX_VALUES) {
      throw cursor.error("the series has more than " + SeriesParser.MAX_VALUES + " values");
    }
    offsets = Arrays.copyOf(offsets, Math.max(offsets.length, 2 * (size + times)));
    for (int i = 0; i < times; i++) {
      offsets[size++] = base + i * step;
    }
  }

  private long duration() throws ScriptSyntaxException {
    boolean negative = cursor.take("-");
    if (!negative) {
      cursor.take("+");
    }
    String text =
        cursor.takeWhile(Character::isDigit)
            + cursor.takeWhile(c -> Character.isLetter(c) && c != 'x');
    try {
      long ms = Durations.parse(text).toMillis();
      return negative ? -ms : ms;
    } catch (IllegalArgumentException e) {
      throw cursor.error(String.valueOf(e.getMessage()));
    }
  }
}
