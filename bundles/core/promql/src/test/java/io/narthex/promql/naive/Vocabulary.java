// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.util.Random;

/** The names that random queries are made of. */
public interface Vocabulary {

  /** Returns a selector without range and modifiers. */
  String selector(Random random);

  /** Returns a grouping with a space before it, or the empty text. */
  String grouping(Random random);

  /** Returns a matching of any kind with a space before it, or the empty text. */
  String matching(Random random);

  /** Returns a matching without a group, fit for set operators. */
  String plainMatching(Random random);

  /** Returns a time for {@code @}, in seconds. */
  long time(Random random);

  /** Returns whether the language may be newer than Prometheus 3.5. */
  boolean newest();
}
