// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.explain;

import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.Windows;
import java.util.function.Supplier;

/** A source of ranges with a meter. */
final class MeteredRange implements RangeSource {

  private final Profile profile;
  private final Meter meter;
  private final RangeSource source;

  MeteredRange(Profile profile, Meter meter, RangeSource source) {
    this.profile = profile;
    this.meter = meter;
    this.source = source;
  }

  @Override
  public Windows windows() {
    return source.windows();
  }

  @Override
  public long rangeMs() {
    return source.rangeMs();
  }

  @Override
  public boolean namesDiffer() {
    return source.namesDiffer();
  }

  @Override
  public void run(Supplier<Consumer> consumers) {
    Meter before = profile.watch().change(meter);
    try {
      source.run(() -> open(consumers));
    } finally {
      profile.watch().change(before);
    }
  }

  private Consumer open(Supplier<Consumer> consumers) {
    boolean helper = profile.watch().idle();
    Meter before = profile.enterReader(meter);
    Consumer next = consumers.get();
    profile.watch().change(helper ? meter : before);
    return new Consumer() {
      @Override
      public void accept(RangeSeries series) {
        meter.gave((long) series.floats().count() + series.histograms().count());
        Meter then = profile.enterReader(meter);
        next.accept(series);
        profile.watch().change(then);
      }

      @Override
      public void finish() {
        Meter then = profile.enterReader(meter);
        next.finish();
        profile.watch().change(helper ? null : then);
      }
    };
  }
}
