// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.narthex.exporter.node.NodeExporterConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides by name what is told of; remembers its decisions, since names come again and again. */
final class NameFilter {

  private static final int MAX_REMEMBERED = 10_000;

  private final @Nullable Pattern include;
  private final @Nullable Pattern exclude;
  private final Map<String, Boolean> decided = new HashMap<>();

  NameFilter(String what, @Nullable String include, @Nullable String exclude) {
    this.include = compile(what, include);
    this.exclude = compile(what, exclude);
  }

  static NameFilter of(String what, NodeExporterConfig.Devices devices) {
    return new NameFilter(what, devices.deviceInclude(), devices.deviceExclude());
  }

  private static @Nullable Pattern compile(String what, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(what + ": not a regular expression: " + e.getMessage(), e);
    }
  }

  boolean accepts(String name) {
    Boolean known = decided.get(name);
    if (known != null) {
      return known;
    }
    boolean accepted =
        (include == null || include.matcher(name).find())
            && (exclude == null || !exclude.matcher(name).find());
    if (decided.size() >= MAX_REMEMBERED) {
      decided.clear();
    }
    decided.put(name, accepted);
    return accepted;
  }
}
