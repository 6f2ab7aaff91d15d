// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import io.narthex.config.ConfigException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A rule file is wrong; the message has a line for each of its faults. */
public final class RuleFileException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final transient List<ConfigException> faults;

  RuleFileException(List<ConfigException> faults) {
    super(faults.stream().map(ConfigException::getMessage).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** Returns the faults in the order of the file, at least one. */
  public List<ConfigException> faults() {
    return faults;
  }
}
