// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.AcceptHeader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a scraper wants a body compressed. */
public final class ContentCodings {

  private static final Set<String> KNOWN = Set.of("zstd", "gzip", "identity");

  private ContentCodings() {}

  /**
   * Returns whether zstd is what is liked best of zstd, gzip and no compression; of what is liked
   * alike it is what stands first.
   *
   * @param acceptEncoding the value of the Accept-Encoding header, or null when there is none
   */
  public static boolean prefersZstd(@Nullable String acceptEncoding) {
    return AcceptHeader.parse(acceptEncoding == null ? "" : acceptEncoding).stream()
        .map(AcceptHeader.Choice::mediaType)
        .filter(KNOWN::contains)
        .findFirst()
        .filter("zstd"::equals)
        .isPresent();
  }
}
