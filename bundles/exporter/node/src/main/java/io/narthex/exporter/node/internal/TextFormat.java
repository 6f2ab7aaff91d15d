// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the Prometheus text format 0.0.4 as far as text files need it: without timestamps. */
final class TextFormat {

  /**
   * One sample.
   *
   * @param name the series' name
   * @param labels its labels
   * @param value its value
   * @param type what the file says of the type of the family of that very name, or empty
   * @param help what it says of its meaning, or empty
   */
  record Sample(String name, Labels labels, double value, String type, String help) {}

  private final String file;
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private String line = "";
  private int number;
  private int pos;

  private TextFormat(String file) {
    this.file = file;
  }

  /**
   * Reads a whole file.
   *
   * @throws IOException naming file, line and column of what breaks the format
   */
  static List<Sample> parse(String file, String text) throws IOException {
    TextFormat format = new TextFormat(file);
    List<Sample> samples = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      format.number++;
      format.line = line;
      format.pos = 0;
      format.blanks();
      if (format.pos == line.length()) {
        continue;
      }
      if (line.charAt(format.pos) == '#') {
        format.metadata();
      } else {
        samples.add(format.sample());
      }
    }
    return samples;
  }

  private void metadata() {
    String[] words = line.strip().split("\\s+", 4);
    if (words.length == 4 && words[1].equals("TYPE")) {
      types.put(words[2], words[3]);
    } else if (words.length == 4 && words[1].equals("HELP")) {
      helps.put(words[2], unescape(words[3]));
    }
  }

  private Sample sample() throws IOException {
    String name = name(true);
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    blanks();
    if (at('{')) {
      pos++;
      labels(names, values);
    }
    blanks();
    int from = pos;
    while (pos < line.length() && !isBlank(line.charAt(pos))) {
      pos++;
    }
    double value = value(line.substring(from, pos), from);
    blanks();
    if (pos < line.length()) {
      throw fault("text files must not hold timestamps", pos);
    }
    return new Sample(
        name,
        names.isEmpty() ? Labels.EMPTY : Labels.of(names, values),
        value,
        types.getOrDefault(name, ""),
        helps.getOrDefault(name, ""));
  }

  private void labels(List<String> names, List<String> values) throws IOException {
    blanks();
    while (!at('}')) {
      names.add(name(false));
      blanks();
      expect('=');
      blanks();
      expect('"');
      StringBuilder value = new StringBuilder();
      while (pos < line.length() && line.charAt(pos) != '"') {
        if (line.charAt(pos) == '\\' && pos + 1 < line.length()) {
          value.append(line, pos, pos + 2);
          pos += 2;
        } else {
          value.append(line.charAt(pos++));
        }
      }
      expect('"');
      values.add(unescape(value.toString()));
      blanks();
      if (at(',')) {
        pos++;
        blanks();
      } else if (!at('}')) {
        throw fault("expected a comma or a closing brace", pos);
      }
    }
    pos++;
  }

  private String name(boolean metric) throws IOException {
    int from = pos;
    while (pos < line.length()) {
      char c = line.charAt(pos);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && pos > from;
      if (!letter && !digit && !(metric && c == ':')) {
        break;
      }
      pos++;
    }
    if (pos == from) {
      throw fault(metric ? "expected a metric name" : "expected a label name", pos);
    }
    return line.substring(from, pos);
  }

  private double value(String text, int at) throws IOException {
    try {
      return switch (text) {
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw fault("expected a number, found \"" + text + "\"", at);
    }
  }

  private void expect(char c) throws IOException {
    if (!at(c)) {
      throw fault("expected " + c, pos);
    }
    pos++;
  }

  private boolean at(char c) {
    return pos < line.length() && line.charAt(pos) == c;
  }

  private void blanks() {
    while (pos < line.length() && isBlank(line.charAt(pos))) {
      pos++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '\\' && (next == '\\' || next == '"' || next == 'n')) {
        out.append(next == 'n' ? '\n' : next);
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private IOException fault(String problem, int at) {
    return new IOException(file + ":" + number + ":" + (at + 1) + ": " + problem);
  }
}
