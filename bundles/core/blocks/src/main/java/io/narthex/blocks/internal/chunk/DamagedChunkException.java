// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import java.io.IOException;
import java.io.Serial;

/** The bytes of a chunk are not what its encoding has. */
public final class DamagedChunkException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  DamagedChunkException(String problem) {
    super(problem);
  }
}
