// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one header of {@code http_headers}; all of them are sent.
 *
 * @param values plain values
 * @param secrets values that are not shown
 * @param files files with values
 */
@Doc("The values of a header.")
public record HeaderValues(
    @Doc("Plain values.") List<String> values,
    @Doc("Values that are not shown.") List<Secret> secrets,
    @Doc("Files with values.") List<Path> files) {

  /** Puts empty lists in place. */
  public HeaderValues(
      @Nullable List<String> values, @Nullable List<Secret> secrets, @Nullable List<Path> files) {
    this.values = values == null ? List.of() : List.copyOf(values);
    this.secrets = secrets == null ? List.of() : List.copyOf(secrets);
    this.files = files == null ? List.of() : List.copyOf(files);
  }
}
