// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A script that asks for each thing that the language has. Its answers, remarks and failures are
 * those of Prometheus 3.14, whose own runner passes it; the two parts at its end were not run there
 * but follow from the source.
 */
final class OwnScript {

  static final String NAME = "language.test";

  private OwnScript() {}

  static String text() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            OwnScript.class.getResourceAsStream("/io/narthex/promql/script/" + NAME), NAME)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
