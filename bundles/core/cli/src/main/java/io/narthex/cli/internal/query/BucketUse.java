// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.narthex.cli.internal.CommandFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many buckets of one histogram have observations, over its samples.
 *
 * @param total how many buckets it has or had
 */
record BucketUse(int least, double average, int most, int total) {

  private static BucketUse of(List<Integer> populated, int total) {
    return new BucketUse(
        populated.stream().mapToInt(Integer::intValue).min().orElse(0),
        populated.stream().mapToInt(Integer::intValue).average().orElse(0),
        populated.stream().mapToInt(Integer::intValue).max().orElse(0),
        total);
  }

  /** Looks at the histograms of a series; null when they are fewer than two. */
  static @Nullable BucketUse ofNative(JsonNode histograms) {
    if (histograms.size() < 2) {
      return null;
    }
    List<Integer> populated = new ArrayList<>();
    Set<String> bounds = new HashSet<>();
    for (JsonNode sample : histograms) {
      JsonNode buckets = sample.path(1).path("buckets");
      populated.add(buckets.size());
      for (JsonNode b : buckets) {
        bounds.add(b.path(0).asText() + " " + b.path(1).asText() + " " + b.path(2).asText());
      }
    }
    return of(populated, bounds.size());
  }

  /** Looks at the series of a classic histogram; null when there are fewer than two samples. */
  static @Nullable BucketUse ofClassic(List<JsonNode> series) {
    List<JsonNode> buckets =
        series.stream()
            .sorted(
                Comparator.comparingDouble(
                    s -> MetricText.number(s.path("metric").path("le").asText())))
            .map(s -> s.path("values"))
            .toList();
    int samples = buckets.getFirst().size();
    if (samples < 2) {
      return null;
    }
    List<Integer> populated =
        IntStream.range(0, samples).mapToObj(i -> populated(buckets, i)).toList();
    return of(populated, buckets.size());
  }

  /** Counts up to the first bucket that has no sample of that number. */
  private static int populated(List<JsonNode> buckets, int sample) {
    int count = 0;
    double below = 0;
    JsonNode time = buckets.getFirst().path(sample).path(0);
    for (JsonNode bucket : buckets) {
      if (sample >= bucket.size()) {
        break;
      }
      if (!bucket.path(sample).path(0).equals(time)) {
        throw new CommandFailure("matrix result is not time aligned");
      }
      double value = MetricText.number(bucket.path(sample).path(1).asText());
      count += (long) (value - below) == 0 ? 0 : 1;
      below = value;
    }
    return count;
  }

  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%d/%.3f/%d", least, average, most);
    return most == total ? text : text + "/" + total;
  }
}
