// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.config.ConfigNode;
import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Required;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code --exporters.config.file}.
 *
 * @param exporters the instances
 */
record ExportersFile(@Doc("Exporter instances.") List<Entry> exporters) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  ExportersFile {
    exporters = exporters == null ? List.of() : List.copyOf(exporters);
    Set<String> names = new HashSet<>();
    for (Entry entry : exporters) {
      if (!names.add(entry.name())) {
        throw new InvalidKeyException(
            "exporters", "the exporter name \"" + entry.name() + "\" is used twice; rename one");
      }
    }
  }

  /**
   * One instance.
   *
   * @param type the plug-in's type
   * @param name the instance's name, by default its type
   * @param config what the plug-in is configured with, or null for nothing
   */
  record Entry(
      @Required @Doc("Type of the exporter plug-in.") String type,
      @Doc("Name of the instance; by default its type.") String name,
      @Doc("Configuration of the plug-in.") @Nullable ConfigNode config) {

    @SuppressWarnings("NullAway") // the binder hands over null for what is absent
    Entry {
      name = name == null || name.isEmpty() ? type : name;
      if (!NAME.matcher(name).matches()) {
        throw new InvalidKeyException(
            "name", "\"" + name + "\" is no name of an instance; use letters, digits, _, . and -");
      }
    }
  }
}
