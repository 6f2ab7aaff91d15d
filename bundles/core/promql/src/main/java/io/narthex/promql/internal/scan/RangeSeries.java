// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.spi.model.Labels;

/** A series with the samples in the windows of all steps. Reused; valid until the call returns. */
public final class RangeSeries {

  private Labels labels = Labels.empty();
  private boolean dropName;
  private final SampleColumn floats = new SampleColumn();
  private final SampleColumn histograms = new SampleColumn();

  void label(Labels newLabels, boolean newDropName) {
    this.labels = newLabels;
    this.dropName = newDropName;
  }

  /** Returns the labels. */
  public Labels labels() {
    return labels;
  }

  /** Returns whether the name is to be dropped at the end. */
  public boolean dropName() {
    return dropName;
  }

  /** Returns the floats. */
  public SampleColumn floats() {
    return floats;
  }

  /** Returns the histograms. */
  public SampleColumn histograms() {
    return histograms;
  }

  /** Returns whether there is no histogram in any window. */
  public boolean floatsOnly() {
    return histograms.count() == 0;
  }
}
