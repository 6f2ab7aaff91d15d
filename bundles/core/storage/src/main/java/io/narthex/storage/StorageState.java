// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage;

/**
 * Whether there is a storage engine. An OSGi service that is always there; safe for several
 * threads.
 */
public interface StorageState {

  /** Returns how things stand now. */
  Status status();

  /**
   * How things stand.
   *
   * @param type the type of the engine that is wanted
   * @param open whether one is open and serves
   * @param version the version of its plug-in, or empty
   * @param reason why there is none, a sentence, or empty
   */
  record Status(String type, boolean open, String version, String reason) {}
}
