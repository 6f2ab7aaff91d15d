// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.SCALAR;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import io.narthex.promql.internal.execution.Operator;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.function.FunctionDefinition.QueryConstant;
import io.narthex.promql.internal.operator.CollectedOperator;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.operator.MapOperator;
import io.narthex.promql.internal.scan.InstantScan;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Functions of time: of the evaluation, of samples, and of the calendar (UTC). */
final class TimeFunctions {

  private TimeFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        FunctionDefinition.of(
                "time",
                "The time of evaluation in seconds since 1970",
                SCALAR,
                List.of(),
                call -> ScalarFunctions.perStep(call, i -> call.grid().at(i) / 1000.0))
            .dependingOnTime(),
        constant(
            "start",
            "The start of the query in seconds since 1970",
            (start, end, step) -> start / 1000.0),
        constant(
            "end",
            "The end of the query in seconds since 1970",
            (start, end, step) -> end / 1000.0),
        constant(
            "step",
            "The step of the query in seconds, 0 for an instant query",
            (start, end, step) -> step / 1000.0),
        constant(
            "range",
            "The length of the query's range in seconds",
            (start, end, step) -> (end - start) / 1000.0),
        FunctionDefinition.of(
                "timestamp",
                "When each sample was taken, in seconds since 1970",
                VECTOR,
                List.of(VECTOR),
                call -> timestamp(call, InstantScan.Take.TIMESTAMP))
            .dependingOnTime(),
        FunctionDefinition.of(
                "start_timestamp",
                "When the counting of each sample began, in seconds since 1970; needs"
                    + " use-start-timestamps",
                VECTOR,
                List.of(VECTOR),
                call -> timestamp(call, InstantScan.Take.START_TIMESTAMP))
            .experimental(),
        calendar("minute", "The minute of the hour, in UTC", UtcTime::minute),
        calendar("hour", "The hour of the day, in UTC", UtcTime::hour),
        calendar("day_of_week", "The day of the week, in UTC; Sunday is 0", UtcTime::dayOfWeek),
        calendar("day_of_month", "The day of the month, in UTC", UtcTime::dayOfMonth),
        calendar("day_of_year", "The day of the year, in UTC", UtcTime::dayOfYear),
        calendar("days_in_month", "How many days the month has, in UTC", UtcTime::daysInMonth),
        calendar("month", "The month, in UTC", UtcTime::month),
        calendar("year", "The year, in UTC", UtcTime::year));
  }

  /** A function that the planner puts the value of in its place. */
  private static FunctionDefinition constant(
      String name, String description, QueryConstant constant) {
    return FunctionDefinition.of(
            name,
            description,
            SCALAR,
            List.of(),
            call -> {
              throw new IllegalStateException(name + "() is settled by the planner");
            })
        .constant(constant)
        .experimental()
        .dependingOnTime();
  }

  private static Operator timestamp(FunctionCall call, InstantScan.Take take) {
    Selector selector = call.selector(0);
    StepGrid grid = call.grid();
    boolean starts = take == InstantScan.Take.START_TIMESTAMP;
    if (starts && (selector == null || !call.execution().features().startTimestamps())) {
      // Nothing is known, but the argument still says what it has to say.
      return new MapOperator(call.vector(0), () -> series -> false);
    }
    VectorOperator times =
        selector != null
            ? InstantScan.ofTimes(call.execution(), selector, grid, take)
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

  private static FunctionDefinition calendar(
      String name, String description, ToDoubleFunction<UtcTime> part) {
    return FunctionDefinition.of(
            name, description, VECTOR, List.of(VECTOR), call -> calendar(call, part))
        .variadic(1)
        .dependingOnTime();
  }

  private static VectorOperator calendar(FunctionCall call, ToDoubleFunction<UtcTime> part) {
    if (call.count() > 0) {
      return MathFunctions.floats(
          call, 0, () -> MathFunctions.each(v -> part.applyAsDouble(UtcTime.of(v))));
    }
    StepGrid grid = call.grid();
    return new CollectedOperator(
        false,
        () -> {
          StepSeries series = new StepSeries(grid.count());
          series.label(Labels.empty(), false);
          for (int i = 0; i < grid.count(); i++) {
            series.set(i, part.applyAsDouble(UtcTime.ofSeconds(grid.at(i) / 1000)));
          }
          return List.of(series);
        });
  }
}
