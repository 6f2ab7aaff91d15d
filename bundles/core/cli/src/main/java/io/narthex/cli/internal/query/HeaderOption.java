// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Fields that a server's guard asks for, {@code Authorization} for instance. */
final class HeaderOption {

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "Header to send to the server; may be repeated.")
  private final Map<String, String> headers = new LinkedHashMap<>();

  Map<String, String> headers() {
    return headers;
  }
}
