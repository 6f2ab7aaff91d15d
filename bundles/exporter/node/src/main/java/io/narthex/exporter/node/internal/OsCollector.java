// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which distribution this is, from os-release(5). */
final class OsCollector implements Collector {

  private static final String[] PATHS = {"/etc/os-release", "/usr/lib/os-release"};
  private static final Pattern MAJOR_MINOR = Pattern.compile("^[0-9]+\\.?[0-9]*");

  private final ProcFiles files;
  private final Family info;
  private final Family version;
  private final Family supportEnd;

  OsCollector(Metrics metrics, ProcFiles files) {
    this.files = files;
    info =
        metrics.gauge(
            "node_os_info",
            "Always 1; the labels tell of the distribution.",
            "build_id",
            "id",
            "id_like",
            "image_id",
            "image_version",
            "name",
            "pretty_name",
            "variant",
            "variant_id",
            "version",
            "version_codename",
            "version_id");
    version =
        metrics.gauge(
            "node_os_version",
            "Major and minor part of the distribution's version.",
            "id",
            "id_like",
            "name");
    supportEnd =
        metrics.gauge(
            "node_os_support_end_timestamp_seconds", "When the support ends, as Unix time.");
  }

  @Override
  public String name() {
    return "os";
  }

  @Override
  public void collect() throws IOException {
    Map<String, String> os = read();
    info.add(
        1,
        os.getOrDefault("BUILD_ID", ""),
        os.getOrDefault("ID", ""),
        os.getOrDefault("ID_LIKE", ""),
        os.getOrDefault("IMAGE_ID", ""),
        os.getOrDefault("IMAGE_VERSION", ""),
        os.getOrDefault("NAME", ""),
        os.getOrDefault("PRETTY_NAME", ""),
        os.getOrDefault("VARIANT", ""),
        os.getOrDefault("VARIANT_ID", ""),
        os.getOrDefault("VERSION", ""),
        os.getOrDefault("VERSION_CODENAME", ""),
        os.getOrDefault("VERSION_ID", ""));
    Matcher number = MAJOR_MINOR.matcher(os.getOrDefault("VERSION_ID", ""));
    if (number.find()) {
      version.add(
          Double.parseDouble(number.group()),
          os.getOrDefault("ID", ""),
          os.getOrDefault("ID_LIKE", ""),
          os.getOrDefault("NAME", ""));
    }
    String end = os.getOrDefault("SUPPORT_END", "");
    if (!end.isEmpty()) {
      try {
        supportEnd.add(LocalDate.parse(end).atStartOfDay(ZoneOffset.UTC).toEpochSecond());
      } catch (DateTimeParseException e) {
        throw new IOException(
            "os-release: SUPPORT_END=" + end + " is not a date like 2030-06-01", e);
      }
    }
  }

  private Map<String, String> read() throws IOException {
    for (String path : PATHS) {
      String seen = files.rootPath(path);
      if (files.exists(seen)) {
        return parse(files.table(seen));
      }
    }
    throw new NoDataException("there is no os-release file");
  }

  private static Map<String, String> parse(TextCursor lines) {
    Map<String, String> fields = new HashMap<>();
    while (lines.nextLine()) {
      if (lines.lineStartsWith("#") || !lines.hasWord()) {
        continue;
      }
      String key = lines.until('=');
      String value = lines.rest();
      boolean quoted =
          value.length() > 1
              && (value.charAt(0) == '"' || value.charAt(0) == '\'')
              && value.charAt(value.length() - 1) == value.charAt(0);
      fields.put(key, quoted ? value.substring(1, value.length() - 1) : value);
    }
    return fields;
  }
}
