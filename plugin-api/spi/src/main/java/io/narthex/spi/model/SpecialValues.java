// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

/**
 * The NaN values that carry a meaning. They are told apart by their bits, never by {@code ==}; code
 * that moves doubles must keep the bits ({@link Double#doubleToRawLongBits}).
 */
public final class SpecialValues {

  /** The bits of the staleness marker, as Prometheus defines them. */
  public static final long STALE_BITS = 0x7ff0000000000002L;

  /** The bits of the NaN that Prometheus stores for an ordinary "not a number". */
  public static final long NAN_BITS = 0x7ff8000000000001L;

  /** The bits that stand for "no sample in this row". Never stored, never shown to a user. */
  public static final long ABSENT_BITS = 0x7ff00000ab5e0001L;

  /** The staleness marker: the series has ended. */
  public static final double STALE = Double.longBitsToDouble(STALE_BITS);

  /** An ordinary NaN. */
  public static final double NAN = Double.longBitsToDouble(NAN_BITS);

  /** No sample in this row. */
  public static final double ABSENT = Double.longBitsToDouble(ABSENT_BITS);

  private SpecialValues() {}

  /** Returns whether the value is the staleness marker. */
  public static boolean isStale(double value) {
    return Double.doubleToRawLongBits(value) == STALE_BITS;
  }

  /** Returns whether the value stands for "no sample". */
  public static boolean isAbsent(double value) {
    return Double.doubleToRawLongBits(value) == ABSENT_BITS;
  }
}
