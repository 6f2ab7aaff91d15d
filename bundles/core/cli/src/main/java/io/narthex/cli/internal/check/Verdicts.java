// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigException;
import java.io.PrintStream;
import java.util.List;

/**
 * Prints what was found in files, and knows the exit status in the end: 1 when a file is wrong, 3
 * when files are good but for findings of a linter that the caller calls fatal.
 */
final class Verdicts {

  /** Lint found something. */
  static final int LINT = 3;

  private final PrintStream out;
  private final boolean lintIsFatal;
  private boolean failed;
  private boolean linted;

  Verdicts(PrintStream out, boolean lintIsFatal) {
    this.out = out;
    this.lintIsFatal = lintIsFatal;
  }

  /** Closes a file that is good. */
  void success(String file) {
    out.println(file + ": SUCCESS");
  }

  /** Closes a file that is good, with a word on what is in it. */
  void success(String file, String contents) {
    out.println(file + ": SUCCESS: " + contents);
  }

  /** Tells something that is no fault. */
  void warning(String file, String text) {
    out.println(file + ": WARNING: " + text);
  }

  /** Closes a file with faults, at least one; all but the first stand in lines before. */
  void failure(String file, List<ConfigException> faults) {
    for (ConfigException fault : faults.subList(1, faults.size())) {
      out.println(file + ": " + place(file, fault));
    }
    out.println(
        file
            + ": FAILED: "
            + place(file, faults.getFirst())
            + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more, above)" : ""));
    failed = true;
  }

  /** Closes a file with findings of a linter, at least one; all but the first stand before. */
  void lint(String file, List<String> findings) {
    for (String finding : findings.subList(1, findings.size())) {
      out.println(file + ": " + finding);
    }
    out.println(
        file
            + ": FAILED: "
            + findings.getFirst()
            + (findings.size() > 1 ? " (and " + (findings.size() - 1) + " more, above)" : ""));
    linted = true;
  }

  /** Returns the exit status. */
  int status() {
    return failed ? 1 : linted && lintIsFatal ? LINT : 0;
  }

  /** A fault in the file itself is told by line and column, one in a file that it names by name. */
  private static String place(String file, ConfigException fault) {
    if (!fault.file().equals(file)) {
      return String.valueOf(fault.getMessage());
    }
    return (fault.line() > 0 ? fault.line() + ":" + fault.column() + ": " : "") + fault.problem();
  }
}
