// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.function;

import io.narthex.spi.promql.FunctionCall;
import io.narthex.spi.promql.FunctionKernel;
import io.narthex.spi.promql.PromqlFunction;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * {@code ewma_over_time(v range-vector, half_life scalar)}: the mean of the samples, where one that
 * is half_life seconds older counts half as much.
 */
@Component(service = PromqlFunction.class)
public final class WeightedMean implements PromqlFunction {

  @Override
  public String type() {
    return "ewma_over_time";
  }

  @Override
  public List<ArgumentType> arguments() {
    return List.of(ArgumentType.RANGE_VECTOR, ArgumentType.SCALAR);
  }

  @Override
  public String description() {
    return "The mean of the samples, where one that is so many seconds older counts half as much";
  }

  @Override
  public FunctionKernel kernel(FunctionCall call) {
    double[] halfLives = call.scalar(1);
    for (double halfLife : halfLives) {
      if (!(halfLife > 0)) {
        throw new IllegalArgumentException(
            "the half-life must be more than 0 seconds, it is " + halfLife);
      }
    }
    return (in, out) -> {
      long[] times = in.timestampsMs();
      double[] values = in.values();
      for (int step = 0; step < out.length; step++) {
        int from = in.from()[step];
        int to = in.to()[step];
        if (from == to) {
          continue;
        }
        double halfLifeMs = halfLives[step] * 1000;
        double sum = 0;
        double weights = 0;
        for (int row = from; row < to; row++) {
          double weight = Math.pow(2, (times[row] - times[to - 1]) / halfLifeMs);
          sum += weight * values[row];
          weights += weight;
        }
        out[step] = sum / weights;
      }
    };
  }
}
