// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The short way through a command line that holds only known flags, each once and with its value:
 * that of every regular start. What is anything else is not judged here but left to {@link
 * CommandLine}'s parser library, which can say what is wrong. The library is a twentieth of the
 * start's work (measured), since its class files are too old for the AOT cache.
 */
final class PlainFlags {

  private static final String DASHES = "--";
  private static final String NO = "--no-";

  private PlainFlags() {}

  /**
   * Reads a command line.
   *
   * @return the value of each flag that is given, by name, not checked yet; empty when the command
   *     line is not plain
   */
  static Optional<Map<String, String>> read(List<String> arguments) {
    Map<String, Flag> known = Flag.ALL.stream().collect(Collectors.toMap(Flag::name, f -> f));
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith(DASHES)) {
        return Optional.empty();
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(DASHES.length(), equals < 0 ? argument.length() : equals);
      Flag flag = known.get(name);
      String value;
      if (flag == null) {
        flag = argument.startsWith(NO) ? known.get(argument.substring(NO.length())) : null;
        if (flag == null || flag.kind() != FlagKind.BOOLEAN) {
          return Optional.empty();
        }
        value = "false";
      } else if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (flag.kind() == FlagKind.BOOLEAN) {
        value = "true";
      } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-")) {
        i++;
        value = arguments.get(i);
      } else {
        return Optional.empty();
      }
      if (given.put(flag.name(), value) != null
          || (flag.kind() == FlagKind.BOOLEAN && !flag.kind().accepts(value))) {
        return Optional.empty();
      }
    }
    return Optional.of(given);
  }
}
