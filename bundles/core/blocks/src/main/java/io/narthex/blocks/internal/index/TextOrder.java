// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of texts in an index. */
public final class TextOrder {

  /** By their UTF-8 bytes, as Go compares strings. */
  public static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private TextOrder() {}
}
