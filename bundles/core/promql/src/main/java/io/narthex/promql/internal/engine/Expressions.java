// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.FunctionCatalogue;
import io.narthex.promql.FunctionInfo;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.QueryText;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.PrettyPrinter;
import io.narthex.promql.internal.ast.TreeValues;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.function.FunctionDefinition;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Nesting;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.internal.parser.TooDeepException;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads expressions with the functions that can be called now. Safe for several threads. */
final class Expressions implements QueryText, FunctionCatalogue {

  private final ParserOptions options;
  private final Supplier<FunctionRegistry> functions;

  Expressions(ParserOptions options, Supplier<FunctionRegistry> functions) {
    this.options = options;
    this.functions = functions;
  }

  /**
   * Reads an expression with given functions.
   *
   * @throws TooDeepException when it has more levels, but a larger stack would do
   */
  Expr parse(String expression, FunctionRegistry known, int levels) throws QueryException {
    try {
      return Parser.parse(expression, options, known::type, levels);
    } catch (TooDeepException e) {
      if (levels < Nesting.MOST) {
        throw e;
      }
      throw badData(e);
    } catch (ParseException e) {
      throw badData(e);
    }
  }

  /** Reads an expression of which text or a tree is made, which many levels would make huge. */
  private Expr parseUsual(String expression) throws QueryException {
    try {
      return parse(expression, functions.get(), Nesting.USUAL);
    } catch (TooDeepException e) {
      throw badData(e);
    }
  }

  private static QueryException badData(ParseException e) {
    return new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
  }

  @Override
  public String format(String expression) throws QueryException {
    return PrettyPrinter.print(parseUsual(expression));
  }

  @Override
  public List<Matcher> selector(String selector) throws QueryException {
    try {
      return Parser.parseSelector(selector);
    } catch (ParseException e) {
      throw badData(e);
    }
  }

  @Override
  public List<List<Matcher>> selectors(String expression) throws QueryException {
    return Nesting.of(levels -> TreeValues.selectors(parse(expression, functions.get(), levels)));
  }

  @Override
  public Map<String, @Nullable Object> tree(String expression) throws QueryException {
    return TreeValues.of(parseUsual(expression));
  }

  @Override
  public List<FunctionInfo> functions() {
    List<FunctionInfo> list = new ArrayList<>();
    for (FunctionDefinition f : functions.get().all()) {
      FunctionType type = f.type();
      FunctionDefinition.Origin plugin = f.origin();
      list.add(
          new FunctionInfo(
              f.name(),
              type.args().stream().map(ValueType::documented).toList(),
              type.variadic(),
              type.result().documented(),
              f.description(),
              type.experimental(),
              !type.experimental() || options.experimentalFunctions(),
              plugin == null ? null : plugin.bundle(),
              plugin == null ? null : plugin.version()));
    }
    return list;
  }
}
