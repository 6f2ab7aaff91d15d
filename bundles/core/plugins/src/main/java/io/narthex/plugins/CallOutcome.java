// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import org.jspecify.annotations.Nullable;

/**
 * What came of a call into a plug-in.
 *
 * @param <T> what the call returns
 */
public sealed interface CallOutcome<T extends @Nullable Object> {

  /**
   * Returns what the call returned.
   *
   * @throws PluginCallException when it threw or overran its deadline
   */
  T get() throws PluginCallException;

  /**
   * The call ended well.
   *
   * @param get what it returned
   */
  record Returned<T extends @Nullable Object>(T get) implements CallOutcome<T> {}

  /**
   * The call threw or overran its deadline.
   *
   * @param reason fit for operators
   */
  record Failed<T extends @Nullable Object>(PluginCallException reason) implements CallOutcome<T> {

    @Override
    public T get() throws PluginCallException {
      throw reason;
    }
  }
}
