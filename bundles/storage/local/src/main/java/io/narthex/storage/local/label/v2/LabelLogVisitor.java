// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label.v2;

/** Receives what a label log holds, in its order. */
public interface LabelLogVisitor {

  /** A series number above all that earlier generations gave. */
  void end(int number);

  /** The next frame begins with these numbers; larger than expected behind a damaged one. */
  void frame(int firstName, int firstPair, int added, int firstTarget);

  /** The next name. */
  void name(String text);

  /** The next pair. */
  void pair(int name, String value);

  /**
   * A series.
   *
   * @param length how many of the pairs count
   * @param in has, between two places, count and pairs as they stand in the log
   */
  void series(int number, int target, int[] pairs, int length, byte[] in, int from, int to);

  /** The next target. */
  void target(int[] pairs, int length);

  /** A series is also in another target. */
  void also(int series, int target);

  /** A series went. */
  void removed(int number);

  /** A number may be given to a series. */
  void free(int number);

  /** The end of the file is torn, or damaged: nobody knows what was there. */
  void torn();
}
