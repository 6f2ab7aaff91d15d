// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.spi.storage.StorageEngine;
import java.util.Optional;

/** The engine under test, as the runner needs it. */
public interface ScriptTarget {

  /**
   * Returns an engine that evaluates against a storage. Called once a script and after each {@code
   * clear}; the runner closes the storage.
   *
   * @param storage where the script's samples are
   * @param settings the switches that the script's expectations assume
   */
  QueryEngine engine(StorageEngine storage, ScriptSettings settings);

  /**
   * Parses an expression, and fixes the time of its selectors: every selector and subquery whose
   * {@code @} modifier names no time gets {@code @ timeMs}, except within a subquery that has one
   * (after this call every subquery has, so only the outermost is fixed).
   *
   * @param expression the text
   * @param timeMs the time, in milliseconds
   * @param settings the switches that decide what is accepted
   * @return the expression printed with the modifiers, or empty when it calls a function whose
   *     value depends on the evaluation time all the same ({@code time}, {@code timestamp}, {@code
   *     predict_linear}, {@code start}, {@code end}, {@code step}, {@code range} and the date
   *     functions)
   * @throws QueryException when the expression does not parse
   */
  Optional<String> pinned(String expression, long timeMs, ScriptSettings settings)
      throws QueryException;
}
