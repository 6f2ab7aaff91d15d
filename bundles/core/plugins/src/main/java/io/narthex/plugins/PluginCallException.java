// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A call into a plug-in threw or overran its deadline. */
public final class PluginCallException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final boolean timedOut;

  /** A failure with a message for operators. */
  public PluginCallException(String message, boolean timedOut, @Nullable Throwable cause) {
    super(message, cause);
    this.timedOut = timedOut;
  }

  /** Returns whether the deadline passed, rather than the plug-in throwing. */
  public boolean timedOut() {
    return timedOut;
  }
}
