// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.SCALAR;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import io.narthex.promql.internal.execution.Operator;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.operator.CollectedOperator;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.operator.MapOperator;
import io.narthex.promql.internal.scan.InstantScan;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Labels;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Functions of time: of the evaluation, of samples, and of the calendar (UTC). */
final class TimeFunctions {

  /** The last second of the year 999,999, beyond which the calendar is of no use. */
  private static final long LAST_SECOND = 31_556_889_832_780_799L;

  private TimeFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        FunctionDefinition.of(
                "time",
                SCALAR,
                List.of(),
                call -> ScalarFunctions.perStep(call, i -> call.grid().at(i) / 1000.0))
            .dependingOnTime(),
        // The planner puts the values of these in their place.
        fromPlan("start"),
        fromPlan("end"),
        fromPlan("step"),
        fromPlan("range"),
        FunctionDefinition.of(
                "timestamp",
                VECTOR,
                List.of(VECTOR),
                call -> timestamp(call, InstantScan.Take.TIMESTAMP))
            .dependingOnTime(),
        FunctionDefinition.of(
                "start_timestamp",
                VECTOR,
                List.of(VECTOR),
                call -> timestamp(call, InstantScan.Take.START_TIMESTAMP))
            .experimental(),
        calendar("minute", LocalDateTime::getMinute),
        calendar("hour", LocalDateTime::getHour),
        calendar("day_of_week", t -> t.getDayOfWeek().getValue() % 7),
        calendar("day_of_month", LocalDateTime::getDayOfMonth),
        calendar("day_of_year", LocalDateTime::getDayOfYear),
        calendar("days_in_month", t -> t.toLocalDate().lengthOfMonth()),
        calendar("month", LocalDateTime::getMonthValue),
        calendar("year", LocalDateTime::getYear));
  }

  private static FunctionDefinition fromPlan(String name) {
    return FunctionDefinition.of(
            name,
            SCALAR,
            List.of(),
            call -> {
              throw new IllegalStateException(name + "() is settled by the planner");
            })
        .experimental()
        .dependingOnTime();
  }

  private static Operator timestamp(FunctionCall call, InstantScan.Take take) {
    Selector selector = call.selector(0);
    StepGrid grid = call.grid();
    boolean starts = take == InstantScan.Take.START_TIMESTAMP;
    if (starts && (selector == null || !call.execution().features().startTimestamps())) {
      return new CollectedOperator(false, List::of);
    }
    VectorOperator times =
        selector != null
            ? new InstantScan(call.execution(), selector, grid, take)
            : new MapOperator(
                call.vector(0),
                () ->
                    series -> {
                      for (int i = 0; i < series.steps(); i++) {
                        if (series.present(i)) {
                          series.set(i, grid.at(i) / 1000.0);
                        }
                      }
                      return true;
                    });
    return new DropNames(call.execution(), times, false);
  }

  private static FunctionDefinition calendar(String name, ToDoubleFunction<LocalDateTime> part) {
    return FunctionDefinition.of(name, VECTOR, List.of(VECTOR), call -> calendar(call, part))
        .variadic(1)
        .dependingOnTime();
  }

  private static VectorOperator calendar(FunctionCall call, ToDoubleFunction<LocalDateTime> part) {
    if (call.count() > 0) {
      return MathFunctions.floats(
          call, 0, () -> MathFunctions.each(v -> part.applyAsDouble(date((long) v))));
    }
    StepGrid grid = call.grid();
    return new CollectedOperator(
        false,
        () -> {
          StepSeries series = new StepSeries(grid.count());
          series.label(Labels.empty(), false);
          for (int i = 0; i < grid.count(); i++) {
            series.set(i, part.applyAsDouble(date(grid.at(i) / 1000)));
          }
          return List.of(series);
        });
  }

  private static LocalDateTime date(long seconds) {
    long within = Math.clamp(seconds, -LAST_SECOND, LAST_SECOND);
    return LocalDateTime.ofEpochSecond(within, 0, ZoneOffset.UTC);
  }
}
