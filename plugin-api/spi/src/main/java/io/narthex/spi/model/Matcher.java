// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

import java.util.Objects;

/**
 * A condition on one label. A label that is absent matches as if it were empty. Regular expressions
 * have RE2 syntax and are anchored at both ends.
 *
 * @param name the label's name
 * @param type how the value is compared
 * @param value the text or the regular expression, without anchors
 */
public record Matcher(String name, Type type, String value) {

  /** The four comparisons of PromQL. */
  public enum Type {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String symbol;

    Type(String symbol) {
      this.symbol = symbol;
    }

    /** Returns the operator as PromQL writes it. */
    public String symbol() {
      return symbol;
    }
  }

  public Matcher {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(value, "value");
  }

  /** Returns an equality matcher. */
  public static Matcher equal(String name, String value) {
    return new Matcher(name, Type.EQUAL, value);
  }

  @Override
  public String toString() {
    return name
        + type.symbol()
        + '"'
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + '"';
  }
}
