// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

/** The types that expressions have. */
public enum ValueType {
  SCALAR("scalar", "scalar"),
  VECTOR("vector", "instant vector"),
  MATRIX("matrix", "range vector"),
  STRING("string", "string");

  private final String text;
  private final String documented;

  ValueType(String text, String documented) {
    this.text = text;
    this.documented = documented;
  }

  /** Returns the word that the API uses. */
  public String text() {
    return text;
  }

  /** Returns the word that the documentation uses. */
  public String documented() {
    return documented;
  }
}
