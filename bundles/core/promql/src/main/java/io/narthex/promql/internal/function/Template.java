// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A replacement text with {@code $1}, <code>${1}</code>, {@code $name} and {@code $$}. A name is
 * taken as long as it goes; one that the expression does not have stands for nothing.
 */
final class Template {

  /**
   * A piece: a text, or a reference when {@code reference} is set.
   *
   * @param text the text or the group's name or number
   */
  private record Piece(String text, boolean reference) {}

  private final List<Piece> pieces = new ArrayList<>();

  private Template() {}

  static Template parse(String text) {
    Template template = new Template();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '$' || i + 1 >= text.length()) {
        literal.append(c);
        i++;
        continue;
      }
      if (text.charAt(i + 1) == '$') {
        literal.append('$');
        i += 2;
        continue;
      }
      boolean brace = text.charAt(i + 1) == '{';
      int from = i + (brace ? 2 : 1);
      int to = from;
      while (to < text.length() && isNamePart(text.codePointAt(to))) {
        to += Character.charCount(text.codePointAt(to));
      }
      boolean closed = !brace || (to < text.length() && text.charAt(to) == '}');
      if (to == from || !closed) {
        literal.append('$');
        i++;
        continue;
      }
      template.pieces.add(new Piece(literal.toString(), false));
      literal.setLength(0);
      template.pieces.add(new Piece(text.substring(from, to), true));
      i = brace ? to + 1 : to;
    }
    template.pieces.add(new Piece(literal.toString(), false));
    return template;
  }

  private static boolean isNamePart(int c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  String expand(Matcher m) {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      out.append(piece.reference() ? group(m, piece.text()) : piece.text());
    }
    return out.toString();
  }

  private static String group(Matcher m, String name) {
    String value;
    if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      boolean exists = name.length() < 9 && Integer.parseInt(name) <= m.groupCount();
      value = exists ? m.group(Integer.parseInt(name)) : null;
    } else {
      value = m.pattern().namedGroups().containsKey(name) ? m.group(name) : null;
    }
    return value == null ? "" : value;
  }
}
