// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.spi.model.Labels;
import io.narthex.web.json.JsonStream;
import io.narthex.web.json.TimestampTexts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writes the samples of a range query, 100 series of 241 steps; the figure is per sample. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RangeQueryJsonBenchmark {

  private static final int SERIES = 100;
  private static final int STEPS = 241;

  /** What numbers look like. */
  public enum Numbers {
    /** A counter. */
    WHOLE,
    /** Two decimals. */
    SHORT,
    /** Rates: 16 or 17 digits. */
    LONG,
    /** Rates of seconds: as many digits behind zeros. */
    FRACTION
  }

  /** The kind of numbers. */
  @Param public Numbers numbers = Numbers.LONG;

  private final double[][] values = new double[SERIES][STEPS];
  private final Labels labels = Labels.of("pod", "app-17-7c9f6d1234");

  /** Makes the numbers. */
  @Setup
  public void makeNumbers() {
    Random random = new Random(7);
    for (double[] series : values) {
      for (int i = 0; i < STEPS; i++) {
        series[i] =
            switch (numbers) {
              case WHOLE -> random.nextInt(1_000_000_000);
              case SHORT -> random.nextInt(1_000_000) / 100.0;
              case LONG -> random.nextInt(10_000) / 60.0 * 1.000_000_1;
              case FRACTION -> random.nextInt(10_000) / 285_000.0;
            };
      }
    }
  }

  /** Writes all of them. */
  @Benchmark
  @OperationsPerInvocation(SERIES * STEPS)
  public void write() throws IOException {
    TimestampTexts times = TimestampTexts.ofSteps(1_700_000_000_000L, 30_000, STEPS);
    try (JsonStream json = new JsonStream(OutputStream.nullOutputStream())) {
      json.beginArray();
      for (double[] series : values) {
        json.beginObject().name("metric").labels(labels).name("values").beginArray();
        for (int i = 0; i < STEPS; i++) {
          json.sample(times, i, series[i]);
        }
        json.endArray().endObject();
      }
      json.endArray();
    }
  }
}
