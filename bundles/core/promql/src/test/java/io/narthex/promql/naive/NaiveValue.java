// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.util.List;

/** What an expression is at one time. */
sealed interface NaiveValue {

  /** A scalar. */
  record Num(double value) implements NaiveValue {}

  /** A text. */
  record Str(String value) implements NaiveValue {}

  /** An instant vector. */
  record Vec(List<Element> elements) implements NaiveValue {}

  /** A range vector. */
  record Mat(List<Window> windows) implements NaiveValue {}
}
