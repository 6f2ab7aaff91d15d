// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text that must not be shown: its {@link #toString} is redacted. */
public final class Secret {

  private final String value;

  /** Wraps the text. */
  public Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /** Returns the text itself, for the one place that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
