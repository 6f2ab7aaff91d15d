// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli;

/** The main program of the commands. */
public final class Main {

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(arguments, System.out, System.err));
  }
}
