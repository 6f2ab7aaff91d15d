// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** How many buckets all histograms of a kind use. */
final class BucketUseTotals {

  private final List<BucketUse> uses = new ArrayList<>();

  void add(BucketUse use) {
    uses.add(use);
  }

  void print(String kind, PrintStream out) {
    if (uses.isEmpty()) {
      return;
    }
    out.printf("%n%s histogram series (%d in total):%n", kind, uses.size());
    out.println("- min populated: " + over(BucketUse::least));
    out.println("- avg populated: " + over(use -> (int) use.average()));
    out.println("- max populated: " + over(BucketUse::most));
    if (!over(BucketUse::most).equals(over(BucketUse::total))) {
      out.println("- total: " + over(BucketUse::total));
    }
  }

  private String over(ToIntFunction<BucketUse> what) {
    IntSummaryStatistics s = uses.stream().mapToInt(what).summaryStatistics();
    return String.format(Locale.ROOT, "%d/%.3f/%d", s.getMin(), s.getAverage(), s.getMax());
  }
}
