// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.STRING;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.narthex.config.relabel.RegexCost;
import io.narthex.promql.internal.ast.Utf8;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.operator.CollectedOperator;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Functions that rewrite labels. Series that become the same are joined. */
final class LabelFunctions {

  private LabelFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        FunctionDefinition.of(
            "label_replace",
            "Sets a label to a replacement when a regular expression matches another label",
            VECTOR,
            List.of(VECTOR, STRING, STRING, STRING, STRING),
            LabelFunctions::replace),
        FunctionDefinition.of(
                "label_join",
                "Sets a label to the joined values of others",
                VECTOR,
                List.of(VECTOR, STRING, STRING, STRING),
                LabelFunctions::join)
            .variadic(-1));
  }

  private static VectorOperator replace(FunctionCall call) {
    String destination = call.text(1);
    String replacement = call.text(2);
    String source = call.text(3);
    String regex = call.text(4);
    return relabel(
        call,
        destination,
        () -> {
          Pattern pattern;
          String objection = RegexCost.objection(regex);
          if (objection != null) {
            throw new EvaluationException(
                "invalid regular expression in label_replace(): " + objection);
          }
          try {
            pattern = Pattern.compile("^(?s:" + regex + ")$");
          } catch (PatternSyntaxException e) {
            throw new EvaluationException(
                "invalid regular expression in label_replace(): " + regex);
          }
          if (!Utf8.isValidName(destination)) {
            throw new EvaluationException(
                "invalid destination label name in label_replace(): " + destination);
          }
          Template template = Template.parse(replacement);
          return labels -> {
            Matcher m = pattern.matcher(labels.get(source));
            return m.matches() ? labels.with(destination, template.expand(m)) : labels;
          };
        });
  }

  private static VectorOperator join(FunctionCall call) {
    String destination = call.text(1);
    String separator = call.text(2);
    String[] sources = new String[call.count() - 3];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = call.text(i + 3);
    }
    return relabel(
        call,
        destination,
        () -> {
          for (String source : sources) {
            if (!Utf8.isValidName(source)) {
              throw new EvaluationException("invalid source label name in label_join(): " + source);
            }
          }
          if (!Utf8.isValidName(destination)) {
            throw new EvaluationException(
                "invalid destination label name in label_join(): " + destination);
          }
          return labels -> {
            StringBuilder value = new StringBuilder();
            for (int i = 0; i < sources.length; i++) {
              value.append(i == 0 ? "" : separator).append(labels.get(sources[i]));
            }
            return labels.with(destination, value.toString());
          };
        });
  }

  private static VectorOperator relabel(
      FunctionCall call, String destination, Supplier<UnaryOperator<Labels>> change) {
    VectorOperator input = call.vector(0);
    boolean name = destination.equals(Label.METRIC_NAME);
    return new CollectedOperator(
        true,
        () -> {
          UnaryOperator<Labels> relabel = change.get();
          SameLabels joined = new SameLabels();
          input.run(
              SeriesSink.of(
                  s -> {
                    StepSeries copy = s.copy();
                    call.execution().limits().hold(copy.countPresent());
                    call.execution()
                        .limits()
                        .holdBytes(
                            SeriesBytes.of(copy.labels()) + (long) copy.steps() * Double.BYTES);
                    Labels labels = relabel.apply(s.labels());
                    boolean replaced = name && labels != s.labels();
                    copy.label(labels, s.dropName() && !replaced);
                    synchronized (joined) {
                      joined.add(copy);
                    }
                  }));
          return joined.series();
        });
  }
}
