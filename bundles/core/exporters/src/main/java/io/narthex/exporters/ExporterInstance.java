// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters;

/**
 * An exporter that runs or should run.
 *
 * @param name its name, unique
 * @param type the plug-in's type
 * @param state whether it runs
 * @param reason why it does not run, a sentence, or empty
 */
public record ExporterInstance(String name, String type, State state, String reason) {

  /** What an instance is doing. */
  public enum State {
    /** It can be collected. */
    RUNNING,
    /** Its plug-in is not there. */
    WAITING,
    /** The plug-in refused its configuration. */
    FAILED
  }
}
