// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.ContentTypes;
import org.jspecify.annotations.Nullable;

/**
 * Which format a body has, by the Content-Type that came with it.
 *
 * @param format the format, or null when the scrape must fail
 * @param problem why there is no format, or why the fallback was taken; empty when the target was
 *     in order
 */
public record FormatChoice(@Nullable Format format, String problem) {

  /**
   * Chooses as Prometheus 3 does: a known media type decides; a target that sends none, a broken
   * one or an unknown one needs a fallback.
   *
   * @param contentType the header's value, or empty
   * @param fallback what {@code fallback_scrape_protocol} names, or null
   */
  public static FormatChoice of(String contentType, @Nullable Format fallback) {
    String using =
        fallback == null ? "" : ", using fallback_scrape_protocol \"" + fallback.mediaType() + "\"";
    if (contentType.isEmpty()) {
      return new FormatChoice(
          fallback,
          "non-compliant scrape target sending blank Content-Type"
              + (fallback == null
                  ? " and no fallback_scrape_protocol specified for target"
                  : using));
    }
    ContentTypes.Parsed parsed = ContentTypes.parse(contentType);
    if (!parsed.problem().isEmpty()) {
      return new FormatChoice(
          fallback,
          (fallback == null
                  ? "cannot parse Content-Type \""
                      + contentType
                      + "\" and no fallback_scrape_protocol for target"
                  : "could not parse received Content-Type \"" + contentType + "\"" + using)
              + "\nmime: "
              + parsed.problem());
    }
    for (Format format : Format.values()) {
      if (format.mediaType().equals(parsed.mediaType())) {
        return new FormatChoice(format, "");
      }
    }
    return new FormatChoice(
        fallback,
        "received unsupported Content-Type \""
            + contentType
            + "\""
            + (fallback == null ? " and no fallback_scrape_protocol specified for target" : using));
  }
}
