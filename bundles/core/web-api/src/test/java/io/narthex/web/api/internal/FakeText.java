// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.QueryText;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.spi.model.Matcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads selectors as the engine does; formats nothing but sums. */
public final class FakeText implements QueryText {

  @Override
  public String format(String expression) throws QueryException {
    if (!expression.contains("+")) {
      throw new QueryException(Kind.BAD_DATA, "1:1: parse error: no sum", null);
    }
    return expression.replaceAll("\\s*\\+\\s*", " + ");
  }

  @Override
  public List<List<Matcher>> selectors(String expression) throws QueryException {
    return expression.equals("1") ? List.of() : List.of(selector(expression));
  }

  @Override
  public Map<String, @Nullable Object> tree(String expression) throws QueryException {
    format(expression);
    Map<String, @Nullable Object> tree = new TreeMap<>();
    tree.put("type", "sum");
    tree.put("parts", List.of(expression, 2L, 0.5, true));
    tree.put("none", null);
    return tree;
  }

  @Override
  public List<Matcher> selector(String selector) throws QueryException {
    try {
      return Parser.parseSelector(selector);
    } catch (ParseException e) {
      throw new QueryException(Kind.BAD_DATA, e.getMessage(), e);
    }
  }
}
