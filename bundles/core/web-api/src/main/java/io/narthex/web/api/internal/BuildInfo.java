// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which build runs.
 *
 * @param version the version
 * @param revision the revision of the sources, or empty
 * @param java the Java version that runs it
 */
public record BuildInfo(String version, String revision, String java) {

  /** Reads what the launcher names in framework properties. */
  public static BuildInfo read(UnaryOperator<@Nullable String> property) {
    return new BuildInfo(
        text(property, "narthex.version"),
        text(property, "narthex.revision"),
        "java" + Runtime.version());
  }

  private static String text(UnaryOperator<@Nullable String> property, String name) {
    String value = property.apply(name);
    return value == null ? "" : value;
  }
}
