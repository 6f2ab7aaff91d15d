// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The main program of the commands. */
public final class Main {

  /** Libraries that log by the JDK have nothing to say to the user of a command. */
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    ROOT.setLevel(Level.SEVERE);
    System.exit(Cli.run(arguments, System.out, System.err));
  }
}
