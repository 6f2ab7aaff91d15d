// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.model.Labels;
import java.util.List;

/**
 * What became of an append.
 *
 * @param stored samples that went in
 * @param outOfOrder samples refused because the series has a newer one
 * @param duplicate samples refused because the series has another value at the same time; an equal
 *     value counts as stored
 * @param tooOld samples refused because they lie before everything that can be appended
 * @param refusals the first few refused samples, for messages; at most {@link #MAX_REFUSALS}
 */
public record CommitResult(
    int stored, int outOfOrder, int duplicate, int tooOld, List<Refusal> refusals) {

  /** How many refused samples are named at most. */
  public static final int MAX_REFUSALS = 10;

  /** Why a sample was refused. */
  public enum Reason {
    OUT_OF_ORDER("out of order sample"),
    DUPLICATE("duplicate sample for timestamp"),
    TOO_OLD("too old sample"),
    OUT_OF_BOUNDS("out of bounds");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** Returns the words that Prometheus uses. */
    public String text() {
      return text;
    }
  }

  /**
   * One refused sample.
   *
   * @param series its series
   * @param timestampMs its timestamp
   * @param reason why
   */
  public record Refusal(Labels series, long timestampMs, Reason reason) {}

  public CommitResult {
    refusals = List.copyOf(refusals);
  }

  /** Everything went in. */
  public static CommitResult allStored(int samples) {
    return new CommitResult(samples, 0, 0, 0, List.of());
  }

  /** Returns how many samples were refused. */
  public int refused() {
    return outOfOrder + duplicate + tooOld;
  }
}
