// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people who write queries want to know of a function.
 *
 * @param arguments the types of the arguments, in the documentation's words
 * @param variadic 0 when all arguments must be given; n when the last may be left out or be given
 *     up to n times; -1 when it may be given any number of times
 * @param result the type of the value
 * @param description what it computes, one sentence
 * @param experimental whether it must be switched on
 * @param enabled whether it can be called now
 * @param plugin the symbolic name of the plug-in that brought it, which puts it outside the
 *     standard; null for a function of the standard
 * @param pluginVersion the plug-in's version, or null
 */
public record FunctionInfo(
    String name,
    List<String> arguments,
    int variadic,
    String result,
    String description,
    boolean experimental,
    boolean enabled,
    @Nullable String plugin,
    @Nullable String pluginVersion) {

  public FunctionInfo {
    arguments = List.copyOf(arguments);
  }

  /** Returns the call with the types in place of arguments, and the type of the value. */
  public String signature() {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < arguments.size(); i++) {
      boolean last = i == arguments.size() - 1;
      boolean optional = last && variadic != 0;
      if (optional) {
        text.append('[');
      }
      text.append(i == 0 ? "" : ", ").append(arguments.get(i));
      if (optional) {
        text.append(variadic == 1 ? "]" : ", ...]");
      }
    }
    return text.append(") ").append(result).toString();
  }
}
