// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.codec.v1.ByteSource;
import io.narthex.storage.local.codec.v1.FloatColumn;
import io.narthex.storage.local.codec.v1.FloatDecoder;
import io.narthex.storage.local.codec.v1.IntSequence;
import java.util.Arrays;
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

/** Encodes and decodes one column of a chunk file: time per sample, by what the column holds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ColumnBenchmark {

  private static final int ROWS = 1024;

  /** What the samples look like. */
  public enum Kind {
    /** One value. */
    CONSTANT,
    /** Whole numbers, 0 to 99 more each time. */
    COUNTER,
    /** Whole numbers that grow in one row of ten. */
    SLOW_COUNTER,
    /** Seconds with two decimals that grow about evenly. */
    CENTS,
    /** Evenly spread numbers with two decimals. */
    PERCENT,
    /** Bytes in pages, with jumps. */
    PAGES,
    /** Durations in nanoseconds, gathered around some value, with outliers. */
    DURATION,
    /** Thousandths, computed by multiplication. */
    PRODUCT,
    /** A sum of durations, off in the last place. */
    SUM,
    /** Doubles that have nothing in common. */
    RANDOM
  }

  /** The kind of samples. */
  @Param public Kind kind = Kind.CONSTANT;

  private final double[] values = new double[ROWS];
  private final double[] decoded = new double[ROWS];
  private final FloatColumn quick = new FloatColumn();
  private final FloatColumn thorough = new FloatColumn(true);
  private final FloatDecoder decoder = new FloatDecoder();
  private final ByteSink sink = new ByteSink(1 << 14);
  private byte[] bytes = {};

  /** Makes the samples and the column. */
  @Setup
  public void encode() {
    Random random = new Random(7);
    double sum = 17;
    long count = 1_000_000;
    for (int i = 0; i < ROWS; i++) {
      double noise = random.nextGaussian();
      values[i] =
          switch (kind) {
            case CONSTANT -> 1;
            case COUNTER -> count += random.nextInt(100);
            case SLOW_COUNTER -> random.nextInt(10) == 0 ? ++count : count;
            case CENTS -> (count += 95 + random.nextInt(10)) / 100.0;
            case PERCENT -> random.nextInt(10_000) / 100.0;
            case PAGES -> 4096.0 * (count += (long) (noise * (random.nextInt(20) == 0 ? 999 : 20)));
            case DURATION ->
                Math.round(60_000 * Math.exp(noise * (random.nextInt(30) == 0 ? 2 : 0.4))) / 1e9;
            case PRODUCT -> (count += random.nextInt(5)) * 0.001;
            case SUM -> sum += random.nextInt(20_000_000) / 1e9;
            case RANDOM -> noise;
          };
    }
    sink.truncate(0);
    thorough.encode(values, 0, ROWS, sink);
    System.out.printf("%n%s: %.2f bytes a sample%n", kind, sink.size() / (double) ROWS);
    bytes = Arrays.copyOf(sink.bytes(), sink.size() + IntSequence.SLACK);
  }

  /** Decodes the column as it is in a merged file. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] decode() {
    decoder.decode(new ByteSource(bytes, 0), ROWS, decoded, 0);
    return decoded;
  }

  /** Encodes the column as merges do. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public ByteSink encodeThoroughly() {
    sink.truncate(0);
    thorough.encode(values, 0, ROWS, sink);
    return sink;
  }

  /** Encodes the column as it is first written. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public ByteSink encodeQuickly() {
    sink.truncate(0);
    quick.encode(values, 0, ROWS, sink);
    return sink;
  }
}
