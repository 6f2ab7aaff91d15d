// SPDX-License-Identifier: Apache-2.0
package io.narthex.benchmarks;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.ExpositionFormats;
import io.narthex.exposition.ExpositionReader;
import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.exposition.SeriesHash;
import java.nio.charset.StandardCharsets;
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

/**
 * Reads a body of the text format: time per sample, with and without the guess of each line's
 * series.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TextReaderBenchmark {

  private static final int SAMPLES = 5_000;

  /** Whether the reader is told which series to expect, as the scrape cache does. */
  @Param({"true", "false"})
  public boolean guess;

  private byte[] body = {};
  private final SeriesHash[] series = new SeriesHash[SAMPLES];

  /** Makes a body of lines of some 100 bytes. */
  @Setup
  public void makeBody() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("# TYPE http_requests_total counter\n");
    for (int i = 0; i < SAMPLES; i++) {
      String name =
          "http_requests_total{instance=\"10.0.0.1:8080\",method=\"GET\",path=\"/api/v1/items/"
              + i
              + "\",status=\"200\"}";
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      series[i] = new SeriesHash();
      series[i].of(bytes, 0, bytes.length);
      text.append(name).append(' ').append(random.nextInt(1_000_000)).append('\n');
    }
    body = text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the whole body; the figure is per sample. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double read() throws ExpositionException {
    ExpositionReader reader = ExpositionFormats.text(body, body.length);
    double sum = 0;
    int line = 0;
    while (true) {
      Entry entry;
      if (guess && line < SAMPLES) {
        entry = reader.next(series[line]);
      } else {
        entry = reader.next();
      }
      if (entry == Entry.SAMPLE) {
        sum += reader.value();
        line++;
      } else if (entry == Entry.END) {
        return sum;
      }
    }
  }
}
