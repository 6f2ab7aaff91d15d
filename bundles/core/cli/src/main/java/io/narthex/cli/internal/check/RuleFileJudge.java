// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.model.ValidationScheme;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryException.Kind;
import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Nesting;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Judges rule files. */
final class RuleFileJudge {

  private final RuleFileReader reader;
  private final RuleLint lint;
  private final Verdicts verdicts;

  /**
   * Makes a judge.
   *
   * @param features names of {@code --enable-feature} that widen the query language
   */
  RuleFileJudge(
      ValidationScheme names,
      boolean unknownKeysPass,
      Set<String> features,
      RuleLint lint,
      Verdicts verdicts) {
    ParserOptions options =
        new ParserOptions(
            features.contains("promql-experimental-functions"),
            true,
            features.contains("promql-extended-range-selectors"),
            features.contains("promql-binop-fill-modifiers"));
    this.reader = new RuleFileReader(names, text -> parse(text, options), unknownKeysPass);
    this.lint = lint;
    this.verdicts = verdicts;
  }

  private static void parse(String text, ParserOptions options) throws QueryException {
    try {
      Nesting.of(levels -> Parser.parse(text, options, FunctionRegistry.STANDARD::type, levels));
    } catch (ParseException e) {
      throw new QueryException(Kind.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
  }

  /** Judges a file. */
  void judge(Path file) {
    try {
      judge(reader.read(file));
    } catch (RuleFileException e) {
      verdicts.failure(file.toString(), e.faults());
    }
  }

  /** Judges a text. */
  void judge(String name, String text) {
    try {
      judge(reader.parse(name, text, Path.of("")));
    } catch (RuleFileException e) {
      verdicts.failure(name, e.faults());
    }
  }

  private void judge(RuleFile file) {
    List<String> findings = lint.findings(file);
    if (findings.isEmpty()) {
      int rules = file.ruleCount();
      verdicts.success(file.name(), rules + (rules == 1 ? " rule" : " rules"));
    } else {
      verdicts.lint(file.name(), findings);
    }
  }
}
