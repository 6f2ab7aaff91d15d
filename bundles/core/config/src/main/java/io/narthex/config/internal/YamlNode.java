// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a file with its position. Two nodes are equal when their contents are, wherever they
 * stand, so that a reload can tell what changed.
 */
public sealed interface YamlNode {

  /** Returns where the node begins. */
  Position position();

  /** Returns a word for messages. */
  String kind();

  /** Returns whether the value is null, written out or left blank. */
  default boolean isNull() {
    return false;
  }

  /**
   * Returns the content as YAML in flow style, scalars quoted, comments gone: equal for equal
   * content.
   */
  String canonical();

  /**
   * A place in a file.
   *
   * @param file the file's name for messages
   * @param folder what relative paths are resolved against
   * @param line from 1, or 0 when there is no text
   * @param column from 1
   * @param from the first character's index in the text
   * @param to the index after the last character
   */
  record Position(String file, Path folder, int line, int column, int from, int to) {

    ConfigException fault(String problem) {
      return new ConfigException(file, line, column, problem);
    }

    String location() {
      return line == 0 ? file : file + ":" + line + ":" + column;
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, YamlNode value) {}

  /** Keys and values in the file's order. */
  record Mapping(Position position, List<Entry> entries) implements YamlNode {

    @Nullable YamlNode get(String key) {
      for (Entry entry : entries) {
        if (entry.key().text().equals(key)) {
          return entry.value();
        }
      }
      return null;
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public String canonical() {
      List<String> parts = new ArrayList<>();
      for (Entry entry : entries) {
        parts.add(entry.key().canonical() + ": " + entry.value().canonical());
      }
      parts.sort(null);
      return "{" + String.join(", ", parts) + "}";
    }
  }

  /** Items in order. */
  record Sequence(Position position, List<YamlNode> items) implements YamlNode {

    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public String canonical() {
      List<String> parts = new ArrayList<>();
      for (YamlNode item : items) {
        parts.add(item.canonical());
      }
      return "[" + String.join(", ", parts) + "]";
    }
  }

  /**
   * A single value.
   *
   * @param text the text without quotes
   * @param plain whether it was written without quotes
   * @param isNull whether it stands for null
   */
  record Scalar(Position position, String text, boolean plain, boolean isNull) implements YamlNode {

    @Override
    public String kind() {
      return isNull ? "null" : "\"" + text + "\"";
    }

    @Override
    public String canonical() {
      return isNull ? "null" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }
}
