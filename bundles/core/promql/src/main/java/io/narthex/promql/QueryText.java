// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import io.narthex.spi.model.Matcher;
import java.util.List;

/** Reads expressions without evaluating them. An OSGi service; safe for several threads. */
public interface QueryText {

  /**
   * Returns an expression in the canonical form, wrapped at 100 characters, two spaces a level.
   *
   * @throws QueryException when it is no expression
   */
  String format(String expression) throws QueryException;

  /**
   * Returns the conditions of a selector, as {@code match[]} has it.
   *
   * @throws QueryException when it is no selector
   */
  List<Matcher> selector(String selector) throws QueryException;
}
