// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns of files, with wildcards in the last part of the path. */
public final class Globs {

  private static final Pattern VALID = Pattern.compile("[^*]*(\\*[^/]*)?");

  private Globs() {}

  /** Returns whether a pattern has wildcards in its last part only. */
  static boolean isValid(String pattern) {
    return VALID.matcher(pattern).matches();
  }

  /** Returns the files that match, sorted by name; none when the folder is missing. */
  public static List<Path> matches(Path pattern) throws ConfigException {
    Path folder = pattern.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    String last = Objects.requireNonNull(pattern.getFileName()).toString();
    if (last.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
      return Files.exists(pattern) ? List.of(pattern) : List.of();
    }
    List<Path> out = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, escapeBraces(last))) {
      files.forEach(out::add);
    } catch (IOException | PatternSyntaxException e) {
      throw new ConfigException(pattern.toString(), 0, 0, "cannot list the files: " + e);
    }
    out.sort(null);
    return out;
  }

  /** Braces are plain characters in upstream's patterns. */
  private static String escapeBraces(String glob) {
    return glob.replace("{", "\\{").replace("}", "\\}");
  }
}
