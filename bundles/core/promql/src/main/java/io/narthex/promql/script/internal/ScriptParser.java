// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.config.Durations;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script. Lines are trimmed; a blank line or a comment ends the block of a command;
 * indentation has no meaning.
 */
public final class ScriptParser {

  private static final Pattern LOAD = Pattern.compile("load(?:_(with_nhcb))?\\s+(.+)");

  private final List<String> lines;
  private final List<ScriptCommand> commands = new ArrayList<>();
  private int next;

  private ScriptParser(String text) {
    lines = text.lines().map(ScriptParser::stripped).toList();
  }

  private static String stripped(String line) {
    String trimmed = line.strip();
    return trimmed.startsWith("#") ? "" : trimmed;
  }

  /**
   * Reads a whole script.
   *
   * @throws ScriptSyntaxException at the first line that does not follow the language
   */
  public static List<ScriptCommand> parse(String text) throws ScriptSyntaxException {
    ScriptParser parser = new ScriptParser(text);
    while (parser.next < parser.lines.size()) {
      parser.command();
    }
    return parser.commands;
  }

  private void command() throws ScriptSyntaxException {
    String line = lines.get(next++);
    if (line.isEmpty()) {
      return;
    }
    String word = line.split("[\t ]+", 2)[0].toLowerCase(Locale.ROOT);
    if (word.equals("clear")) {
      commands.add(new ScriptCommand.Clear(next));
    } else if (word.startsWith("load")) {
      commands.add(load(line));
    } else if (word.startsWith("eval")) {
      EvalParser eval = new EvalParser(line, next);
      while (!eval.ended() && hasBlockLine()) {
        eval.line(lines.get(next++), next);
      }
      commands.add(eval.build());
    } else {
      throw new ScriptSyntaxException(
          next, "invalid command \"" + word + "\"; expected clear, load or eval");
    }
  }

  private boolean hasBlockLine() {
    return next < lines.size() && !lines.get(next).isEmpty();
  }

  private ScriptCommand load(String command) throws ScriptSyntaxException {
    int commandLine = next;
    Matcher match = LOAD.matcher(command);
    if (!match.matches()) {
      throw new ScriptSyntaxException(
          commandLine, "invalid load command; expected load[_with_nhcb] <step>");
    }
    long step = duration(match.group(2), "step", commandLine);
    Map<Labels, LoadedSeries> series = new LinkedHashMap<>();
    String pendingLine = null;
    while (hasBlockLine()) {
      String line = lines.get(next++);
      if (StartTimestampParser.isStartLine(line)) {
        if (pendingLine != null) {
          throw new ScriptSyntaxException(next - 1, "this @st line has no following series");
        }
        pendingLine = line;
      } else {
        SeriesLine parsed = SeriesParser.parse(line, next);
        long[] starts = pendingLine == null ? new long[0] : starts(pendingLine, parsed);
        pendingLine = null;
        series.put(parsed.labels(), new LoadedSeries(parsed, starts));
      }
    }
    if (pendingLine != null) {
      throw new ScriptSyntaxException(next, "this @st line has no following series");
    }
    return new ScriptCommand.Load(
        commandLine, step, match.group(1) != null, List.copyOf(series.values()));
  }

  private long[] starts(String startLine, SeriesLine series) throws ScriptSyntaxException {
    int line = next - 1;
    Labels labels =
        SeriesParser.parse(StartTimestampParser.series(startLine) + " _", line).labels();
    if (!labels.equals(series.labels())) {
      throw new ScriptSyntaxException(line, "the @st line is of another series than the next line");
    }
    long[] offsets = StartTimestampParser.offsets(startLine, line);
    if (offsets.length != series.values().size()) {
      throw new ScriptSyntaxException(
          line,
          "the @st line has "
              + offsets.length
              + " values, but the series has "
              + series.values().size());
    }
    return offsets;
  }

  /** Reads a duration, to milliseconds. */
  static long duration(@Nullable String text, String what, int line) throws ScriptSyntaxException {
    try {
      return Durations.parse(text == null ? "" : text).toMillis();
    } catch (IllegalArgumentException e) {
      throw new ScriptSyntaxException(line, "invalid " + what + ": " + e.getMessage());
    }
  }
}
