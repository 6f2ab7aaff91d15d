// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

/** What a line is to a classic histogram. */
enum HistogramPart {
  BUCKET("_bucket"),
  COUNT("_count"),
  SUM("_sum");

  private final String suffix;

  HistogramPart(String suffix) {
    this.suffix = suffix;
  }

  /** Returns what stands behind the family's name. */
  String suffix() {
    return suffix;
  }
}
