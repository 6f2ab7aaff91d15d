// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import com.google.re2j.PatternSyntaxException;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an {@code eval} command and the lines of its block, one after the other. */
final class EvalParser {

  private static final Pattern INSTANT =
      Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(.+?))?\\s+(.+)");
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+?)\\s+(.+)");
  private static final Pattern EXPECT =
      Pattern.compile(
          "expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?");
  private static final String RANGE_VECTOR = "expect range vector";
  private static final Pattern RANGE_VECTOR_GRID =
      Pattern.compile(RANGE_VECTOR + "\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+)");
  private static final String TEXT = "expect string";
  private static final String OLD_FAIL_MESSAGE = "expected_fail_message";
  private static final String OLD_FAIL_REGEX = "expected_fail_regexp";

  private final int commandLine;
  private final String expression;
  private final boolean range;
  private final long timeMs;
  private final boolean oldFail;
  private long startMs;
  private long endMs;
  private long stepMs;

  private final Map<Labels, SeriesLine> series = new LinkedHashMap<>();
  private final List<MessageMatch> fail = new ArrayList<>();
  private final List<MessageMatch> warnings = new ArrayList<>();
  private final List<MessageMatch> infos = new ArrayList<>();
  private boolean ordered;
  private boolean noWarnings;
  private boolean noInfos;
  private boolean rangeVector;
  private @Nullable Double scalar;
  private @Nullable String text;
  private boolean ended;

  EvalParser(String command, int line) throws ScriptSyntaxException {
    commandLine = line;
    Matcher instant = INSTANT.matcher(command);
    Matcher ranged = RANGE.matcher(command);
    String modifier;
    if (instant.matches()) {
      range = false;
      modifier = instant.group(1);
      expression = instant.group(3);
      startMs = ScriptParser.duration(instant.group(2), "time", line);
      endMs = startMs;
    } else if (ranged.matches()) {
      range = true;
      modifier = ranged.group(1);
      expression = ranged.group(5);
      grid(ranged.group(2), ranged.group(3), ranged.group(4), line);
    } else {
      throw new ScriptSyntaxException(
          line,
          "invalid eval command; expected 'eval instant at <time> <query>' or"
              + " 'eval range from <from> to <to> step <step> <query>'");
    }
    timeMs = startMs;
    oldFail = "fail".equals(modifier);
    if (modifier != null) {
      switch (modifier) {
        case "ordered" -> ordered = true;
        case "warn" -> warnings.add(MessageMatch.ANY);
        case "info" -> infos.add(MessageMatch.ANY);
        default -> {}
      }
    }
  }

  /** Returns whether the block is over, whatever follows. */
  boolean ended() {
    return ended;
  }

  /** Takes a line of the block. */
  void line(String line, int number) throws ScriptSyntaxException {
    if (oldFail && line.startsWith(OLD_FAIL_MESSAGE)) {
      fail.add(MessageMatch.exact(line.substring(OLD_FAIL_MESSAGE.length()).strip()));
      ended = true;
    } else if (oldFail && line.startsWith(OLD_FAIL_REGEX)) {
      fail.add(regex(line.substring(OLD_FAIL_REGEX.length()).strip(), number));
      ended = true;
    } else if (line.startsWith(RANGE_VECTOR)) {
      rangeVector(line, number);
    } else if (line.startsWith(TEXT)) {
      text = text(line, number);
    } else if (line.split(" ", 2)[0].equals("expect")) {
      // A metric of that name can still be written expect{}.
      expect(line, number);
    } else if (!number(line)) {
      values(SeriesParser.parse(line, number), number);
    }
  }

  private void rangeVector(String line, int number) throws ScriptSyntaxException {
    Matcher match = RANGE_VECTOR_GRID.matcher(line);
    if (!match.matches()) {
      throw new ScriptSyntaxException(
          number, "expected '" + RANGE_VECTOR + " from <from> to <to> step <step>'");
    }
    grid(match.group(1), match.group(2), match.group(3), number);
    rangeVector = true;
  }

  private void grid(String from, String to, String step, int line) throws ScriptSyntaxException {
    startMs = ScriptParser.duration(from, "start", line);
    endMs = ScriptParser.duration(to, "end", line);
    stepMs = ScriptParser.duration(step, "step", line);
    if (endMs < startMs) {
      throw new ScriptSyntaxException(line, "the end " + to + " is before the start " + from);
    }
  }

  private static String text(String line, int number) throws ScriptSyntaxException {
    try {
      return GoQuotes.unquote(line.substring(TEXT.length()).strip());
    } catch (IllegalArgumentException e) {
      throw new ScriptSyntaxException(number, "expected a quoted text: " + e.getMessage());
    }
  }

  private void expect(String line, int number) throws ScriptSyntaxException {
    Matcher match = EXPECT.matcher(line);
    if (!match.matches()) {
      throw new ScriptSyntaxException(
          number,
          "invalid expect line; expected 'expect ordered|fail|warn|no_warn|info|no_info"
              + " [msg|regex: <text>]'");
    }
    MessageMatch message = MessageMatch.ANY;
    if (match.group(2) != null) {
      String expected = match.group(3).strip();
      message =
          match.group(2).equals("msg") ? MessageMatch.exact(expected) : regex(expected, number);
    }
    switch (match.group(1)) {
      case "ordered" -> ordered = true;
      case "fail" -> fail.add(message);
      case "warn" -> warnings.add(message);
      case "info" -> infos.add(message);
      case "no_warn" -> noWarnings = true;
      default -> noInfos = true;
    }
    if (fail.size() > 1) {
      throw new ScriptSyntaxException(number, "only one expect fail line is allowed");
    }
    if ((noWarnings && !warnings.isEmpty()) || (noInfos && !infos.isEmpty())) {
      throw new ScriptSyntaxException(
          number, "an expectation and its contrary (warn and no_warn, info and no_info)");
    }
  }

  private static MessageMatch regex(String expression, int number) throws ScriptSyntaxException {
    try {
      return MessageMatch.regex(expression);
    } catch (PatternSyntaxException e) {
      throw new ScriptSyntaxException(number, "invalid regular expression: " + e.getMessage());
    }
  }

  private boolean number(String line) {
    try {
      scalar = Numbers.parse(line);
      ended = true;
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void values(SeriesLine parsed, int number) throws ScriptSyntaxException {
    if (!range && !rangeVector && parsed.values().size() > 1) {
      throw new ScriptSyntaxException(
          number,
          "an instant query has one value a series; '"
              + RANGE_VECTOR
              + "' asks for a range vector");
    }
    if (parsed.values().isEmpty()) {
      throw new ScriptSyntaxException(number, "the expected series has no value");
    }
    scalar = null;
    series.put(parsed.labels(), parsed);
  }

  ScriptCommand.Eval build() {
    if (oldFail && fail.isEmpty()) {
      fail.add(MessageMatch.ANY);
    }
    return new ScriptCommand.Eval(
        commandLine,
        expression,
        range,
        startMs,
        endMs,
        stepMs,
        rangeVector ? endMs : timeMs,
        new Expectations(ordered, fail, warnings, infos, noWarnings, noInfos),
        List.copyOf(series.values()),
        scalar,
        text,
        rangeVector);
  }
}
