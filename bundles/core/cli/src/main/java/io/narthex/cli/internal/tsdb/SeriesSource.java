// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.blocks.SampleCursor;
import io.narthex.spi.model.Labels;

/**
 * A series that is imported.
 *
 * @param labels its labels
 * @param samples its samples in the order of time
 */
record SeriesSource(Labels labels, SampleCursor samples) {

  /** Returns the target that the series belongs to: its job and instance, as far as it has them. */
  Labels target() {
    Labels target = labels.keep(name -> name.equals("job") || name.equals("instance"));
    return target.isEmpty() ? Labels.of("job", "import") : target;
  }
}
