// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads Content-Type headers as strictly as Go's mime package, with its words for faults. */
public final class ContentTypes {

  /**
   * A header that was read.
   *
   * @param mediaType the media type in lower case without parameters
   * @param problem what is wrong with the header, or empty
   */
  public record Parsed(String mediaType, String problem) {}

  private final String text;
  private int pos;

  private ContentTypes(String text) {
    this.text = text;
  }

  /** Reads a header's value; a fault is part of the answer. */
  public static Parsed parse(String header) {
    int semicolon = header.indexOf(';');
    String base = semicolon < 0 ? header : header.substring(0, semicolon);
    String mediaType = base.strip().toLowerCase(Locale.ROOT);
    String problem = new ContentTypes(mediaType).checkMediaType();
    if (problem.isEmpty() && semicolon >= 0) {
      problem = new ContentTypes(header.substring(semicolon)).checkParameters();
    }
    return new Parsed(mediaType, problem);
  }

  private String checkMediaType() {
    if (token().isEmpty()) {
      return "no media type";
    }
    if (pos == text.length()) {
      return "";
    }
    if (text.charAt(pos) != '/') {
      return "expected slash after first token";
    }
    pos++;
    if (token().isEmpty()) {
      return "expected token after slash";
    }
    return pos == text.length() ? "" : "unexpected content after media subtype";
  }

  private String checkParameters() {
    Map<String, String> seen = new HashMap<>();
    while (true) {
      blanks();
      if (pos == text.length() || text.substring(pos).strip().equals(";")) {
        return "";
      }
      pos++; // The semicolon: the text starts with one, and each value is checked to end at one.
      blanks();
      String name = token().toLowerCase(Locale.ROOT);
      blanks();
      if (name.isEmpty() || pos == text.length() || text.charAt(pos) != '=') {
        return "invalid media parameter";
      }
      pos++;
      blanks();
      int before = pos;
      String value = pos < text.length() && text.charAt(pos) == '"' ? quoted() : token();
      blanks();
      if (pos == before || (pos < text.length() && text.charAt(pos) != ';')) {
        return "invalid media parameter";
      }
      String other = seen.putIfAbsent(name, value);
      if (other != null && !other.equals(value)) {
        return "duplicate parameter name";
      }
    }
  }

  private String token() {
    int from = pos;
    while (pos < text.length()
        && text.charAt(pos) > ' '
        && text.charAt(pos) < 0x7f
        && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(pos)) < 0) {
      pos++;
    }
    return text.substring(from, pos);
  }

  /** Takes a quoted text; leaves the position where it was when the quote does not close. */
  private String quoted() {
    StringBuilder out = new StringBuilder();
    for (int i = pos + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        pos = i + 1;
        return out.toString();
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i);
      }
      out.append(c);
    }
    return "";
  }

  private void blanks() {
    while (pos < text.length() && Character.isWhitespace(text.charAt(pos))) {
      pos++;
    }
  }
}
