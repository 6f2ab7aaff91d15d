// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import java.time.Instant;

/**
 * One line of the inventory.
 *
 * @param name the jar's file name
 * @param kind exporter, discovery, notifier, storage, function, or empty when the jar could not be
 *     resolved
 * @param type the factory's type, or empty
 * @param version the bundle's version, or empty
 * @param bundle the bundle's symbolic name, or empty
 * @param state what it is doing
 * @param reason why it is not active, a sentence, or empty
 * @param since when it came into this state
 * @param failures failed calls since the bundle was started
 */
public record PluginStatus(
    String name,
    String kind,
    String type,
    String version,
    String bundle,
    State state,
    String reason,
    Instant since,
    long failures) {

  /** What a plug-in is doing. */
  public enum State {
    /** It is live. */
    ACTIVE,
    /** It is resolved but offers nothing, because a service that it needs is missing. */
    WAITING,
    /** Its jar was not taken. */
    REFUSED,
    /** It failed too often and is not called any more. */
    QUARANTINED
  }
}
