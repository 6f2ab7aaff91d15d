// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of values that flags take, each with its check. */
enum FlagKind {
  TEXT("text", ".*"),
  /** Given several times, the values count together. */
  NAMES("names with commas between them", ".*"),
  BOOLEAN("true or false", "true|false"),
  COUNT("a whole number from 1", "[1-9][0-9]{0,11}"),
  DURATION(
      "a duration such as 15s, 1h30m or 100ms",
      "0|(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?"),
  SIZE("a size such as 512MB or 10GB", "0|[0-9]+(B|KB|MB|GB|TB|PB|EB|KiB|MiB|GiB|TiB|PiB|EiB)"),
  /** Given several times, the values count together. */
  ADDRESSES(
      "an address such as 0.0.0.0:9090, :9090 or [::1]:9090",
      "(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]]*):[0-9]{1,5}"),
  LEVEL("debug, info, warn or error", "debug|info|warn|error"),
  LOG_FORMAT("logfmt or json", "logfmt|json");

  private final String description;
  private final Pattern syntax;

  FlagKind(String description, String syntax) {
    this.description = description;
    this.syntax = Pattern.compile(syntax, Pattern.DOTALL);
  }

  /** Returns what values are accepted, for error messages. */
  String description() {
    return description;
  }

  /** Returns whether the text is a value of this kind. */
  boolean accepts(String text) {
    return this == ADDRESSES
        ? Stream.of(text.split(",", -1)).allMatch(this::isAddress)
        : syntax.matcher(text).matches();
  }

  private boolean isAddress(String text) {
    return syntax.matcher(text).matches()
        && Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) <= 65_535;
  }
}
