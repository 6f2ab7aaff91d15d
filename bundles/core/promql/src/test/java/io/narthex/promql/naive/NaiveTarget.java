// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.Printer;
import io.narthex.promql.script.ScriptSettings;
import io.narthex.promql.script.ScriptTarget;
import io.narthex.spi.storage.StorageEngine;
import java.util.Optional;

/** Runs scripts against the interpreter. */
final class NaiveTarget implements ScriptTarget {

  @Override
  public QueryEngine engine(StorageEngine storage, ScriptSettings settings) {
    return new NaiveEngine(storage, settings);
  }

  @Override
  public Optional<String> pinned(String expression, long timeMs, ScriptSettings settings)
      throws QueryException {
    Expr expr = NaiveEngine.parse(expression, settings);
    Pinning pinning = new Pinning(timeMs);
    Expr pinned = pinning.pin(expr);
    return pinning.dependsOnTime() ? Optional.empty() : Optional.of(Printer.print(pinned));
  }
}
