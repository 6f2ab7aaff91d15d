// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import io.narthex.spi.model.Matcher;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /**
   * Returns the conditions of each selector in an expression, in the order of the text.
   *
   * @throws QueryException when it is no expression
   */
  List<List<Matcher>> selectors(String expression) throws QueryException;

  /**
   * Returns the syntax tree as upstream's API shows it: objects are maps with sorted keys, and
   * values are texts, whole numbers ({@code Long}), numbers ({@code Double}), booleans, lists,
   * further maps, or null.
   *
   * @throws QueryException when it is no expression
   */
  Map<String, @Nullable Object> tree(String expression) throws QueryException;
}
