// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

/**
 * Room for what is decoded on the way to something else. A query opens many blocks and reads little
 * of each, so the room belongs to the thread and not to the block. What is in it is good until the
 * thread decodes the next thing.
 */
public final class Scratch {

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private long[] numbers = new long[64];
  private long[] corrections = new long[0];
  private long[] patches = new long[0];
  private long[] differences = new long[0];
  private byte[] quotients = new byte[0];
  private double[] packed = new double[0];
  private double[] changes = new double[0];

  private Scratch() {}

  /** Returns the scratch of the thread that asks. */
  public static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** Returns room for so many numbers. */
  public long[] numbers(int count) {
    if (numbers.length < count) {
      numbers = new long[count];
    }
    return numbers;
  }

  /** Returns room for a second sequence beside the numbers. */
  long[] corrections(int count) {
    if (corrections.length < count) {
      corrections = new long[count];
    }
    return corrections;
  }

  /** Returns room for the patches of packed numbers. */
  long[] patches(int count) {
    if (patches.length < count) {
      patches = new long[count];
    }
    return patches;
  }

  /** Returns room for quotients. */
  byte[] quotients(int count) {
    if (quotients.length < count) {
      quotients = new byte[count];
    }
    return quotients;
  }

  /** Returns room for the differences of a sequence that changes now and then. */
  long[] differences(int count) {
    if (differences.length < count) {
      differences = new long[count];
    }
    return differences;
  }

  /** Returns room for the values of those rows that have one. */
  double[] packed(int count) {
    if (packed.length < count) {
      packed = new double[count];
    }
    return packed;
  }

  /** Returns room for the values that a column changes to. */
  double[] changes(int count) {
    if (changes.length < count) {
      changes = new double[count];
    }
    return changes;
  }
}
