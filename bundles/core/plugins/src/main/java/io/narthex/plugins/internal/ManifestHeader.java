// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a manifest header of the common syntax of OSGi Core 8, section 3.2.4: clauses separated by
 * commas, each with paths, {@code attribute[:Type]=value} and {@code directive:=value}; values may
 * be quoted.
 */
final class ManifestHeader {

  /**
   * One clause.
   *
   * @param paths its paths, at least one
   * @param attributes its attributes by name, without their types
   * @param directives its directives by name
   */
  record Clause(
      List<String> paths, Map<String, String> attributes, Map<String, String> directives) {

    /** Returns whether the requirement may stay unmet. */
    boolean optional() {
      return "optional".equals(directives.get("resolution"));
    }
  }

  private ManifestHeader() {}

  /**
   * Reads a header.
   *
   * @param name the header's name, for messages
   * @param value its value; empty gives no clauses
   * @throws UnsoundJarException when the syntax is wrong
   */
  static List<Clause> parse(String name, String value) throws UnsoundJarException {
    List<Clause> clauses = new ArrayList<>();
    if (value.isBlank()) {
      return clauses;
    }
    for (String clause : split(name, value, ',')) {
      List<String> paths = new ArrayList<>();
      Map<String, String> attributes = new LinkedHashMap<>();
      Map<String, String> directives = new LinkedHashMap<>();
      for (String part : split(name, clause, ';')) {
        int equals = part.indexOf('=');
        int quote = part.indexOf('"');
        if (equals < 0 || (quote >= 0 && quote < equals)) {
          paths.add(unquote(part));
          continue;
        }
        String key = part.substring(0, equals).strip();
        String text = unquote(part.substring(equals + 1).strip());
        if (key.endsWith(":")) {
          directives.put(key.substring(0, key.length() - 1).strip(), text);
        } else {
          int type = key.indexOf(':');
          attributes.put(type < 0 ? key : key.substring(0, type).strip(), text);
        }
      }
      if (paths.isEmpty()) {
        throw new UnsoundJarException(
            "its manifest header " + name + " has a clause without a name: " + clause);
      }
      clauses.add(new Clause(List.copyOf(paths), attributes, directives));
    }
    return clauses;
  }

  private static List<String> split(String name, String text, char separator)
      throws UnsoundJarException {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      }
      if (c == separator && !quoted) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString().strip());
    if (quoted || parts.contains("")) {
      throw new UnsoundJarException(
          "its manifest header "
              + name
              + (quoted ? " has an unclosed quote" : " has an empty part")
              + ": "
              + text);
    }
    return parts;
  }

  private static String unquote(String text) {
    if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() - 1) {
        c = text.charAt(++i);
      }
      out.append(c);
    }
    return out.toString();
  }
}
