// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Upstream's choice of chunk encodings.
 *
 * @param floats xor, xor2, or null
 */
public record ChunkEncodingConfig(@Nullable String floats) {

  public ChunkEncodingConfig {
    if (floats != null && !floats.isEmpty() && !floats.equals("xor") && !floats.equals("xor2")) {
      throw new InvalidKeyException(
          "floats",
          "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be"
              + " omitted entirely, got \""
              + floats
              + "\"");
    }
  }
}
