// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expands environment variables in external labels: {@code $NAME}, {@code ${NAME}}, {@code $$} for
 * a dollar sign, with the corner cases of Go's {@code os.Expand}. A variable that is not set
 * becomes empty, with a warning.
 */
final class ExternalLabels {

  private static final Logger LOG = LoggerFactory.getLogger(ExternalLabels.class);

  private final UnaryOperator<@Nullable String> environment;

  ExternalLabels(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  Map<String, String> expand(Map<String, String> labels) {
    Map<String, String> out = new LinkedHashMap<>();
    labels.forEach((name, value) -> out.put(name, expand(value)));
    return out;
  }

  String expand(String text) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (true) {
      int dollar = text.indexOf('$', from);
      if (dollar < 0 || dollar + 1 >= text.length()) {
        return out.append(text, from, text.length()).toString();
      }
      out.append(text, from, dollar);
      from = dollar + 1;
      char c = text.charAt(from);
      if (c == '{') {
        int close = text.indexOf('}', from);
        if (close < 0) {
          // As upstream: an unclosed brace swallows itself.
          from++;
        } else {
          out.append(value(text.substring(from + 1, close)));
          from = close + 1;
        }
      } else if (isSpecial(c)) {
        out.append(value(String.valueOf(c)));
        from++;
      } else {
        int end = from;
        while (end < text.length() && isName(text.charAt(end))) {
          end++;
        }
        if (end == from) {
          out.append('$');
        } else {
          out.append(value(text.substring(from, end)));
          from = end;
        }
      }
    }
  }

  private String value(String name) {
    if (name.equals("$")) {
      return "$";
    }
    if (name.isEmpty()) {
      return "";
    }
    String value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      LOG.warn("The environment variable {}, used in an external label, is empty.", name);
      return "";
    }
    return value;
  }

  private static boolean isSpecial(char c) {
    return "*#$@!?-".indexOf(c) >= 0 || (c >= '0' && c <= '9');
  }

  private static boolean isName(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
