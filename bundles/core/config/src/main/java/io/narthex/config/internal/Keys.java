// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.spi.config.Key;
import java.lang.reflect.RecordComponent;
import java.util.Locale;

/** How components and keys are named. */
final class Keys {

  private Keys() {}

  static String of(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    return key != null ? key.value() : snake(component.getName());
  }

  /** Upstream's words for a dash with nothing behind it, where it has its own. */
  static String emptyEntry(String key) {
    return switch (key) {
      case "scrape_configs" -> "empty or null scrape config section";
      case "remote_write" -> "empty or null remote write config section";
      case "remote_read" -> "empty or null remote read config section";
      case "relabel_configs" -> "empty or null target relabeling rule";
      case "metric_relabel_configs" -> "empty or null metric relabeling rule";
      case "alert_relabel_configs" -> "empty or null alert relabeling rule";
      case "write_relabel_configs" -> "empty or null relabeling rule in remote write config";
      default -> "empty or null section in " + key;
    };
  }

  private static String snake(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        out.append('_');
      }
      out.append(Character.toString(c).toLowerCase(Locale.ROOT));
    }
    return out.toString();
  }
}
