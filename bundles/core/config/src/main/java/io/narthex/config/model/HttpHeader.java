// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.spi.config.Secret;
import java.nio.file.Path;
import java.util.List;

/**
 * The values of one further header; all of them are sent.
 *
 * @param values plain values
 * @param secrets values that are not shown
 * @param files files with values, read at use
 */
public record HttpHeader(List<String> values, List<Secret> secrets, List<Path> files) {

  public HttpHeader {
    values = Defaults.list(values);
    secrets = Defaults.list(secrets);
    files = Defaults.list(files);
  }
}
