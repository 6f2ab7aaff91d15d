// SPDX-License-Identifier: Apache-2.0
package io.narthex.process;

/**
 * The running process. An OSGi service from before the first bundle starts; safe for several
 * threads.
 */
public interface ServerProcess {

  /**
   * Gives the start up: prints the reason as one line and ends the process with status 1. Returns
   * at once; the first reason given counts. Once {@link #ready} was called it only logs the reason.
   *
   * @param reason what is wrong and the remedy, one line
   */
  void fail(String reason);

  /**
   * Gives the start up as {@link #fail} does, but with status 2: a configuration file is wrong, and
   * starting again without a change to it is of no use. Upstream's status for the same.
   */
  void misconfigured(String reason);

  /** Says that the server serves: from now on nothing may end the process by failing. */
  void ready();

  /** Ends the process cleanly, with status 0. Returns at once. */
  void shutdown();
}
