// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A path whose last part may hold wildcards, by the rules of Go's {@code filepath.Match}. */
final class FilePattern {

  /** Upstream's rule; what stands after the first star must be in the same folder. */
  private static final Pattern VALID =
      Pattern.compile("[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)");

  private final Path folder;
  private final Path path;
  private final @Nullable PathMatcher names;

  /**
   * Takes a path as configured.
   *
   * @throws IllegalArgumentException when it can match no file of targets
   */
  FilePattern(Path configured) {
    path = configured.toAbsolutePath().normalize();
    String text = configured.toString();
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "path name \""
              + text
              + "\" is not valid for file discovery; it must end in .json, .yml or .yaml, and *"
              + " may stand in its last part only");
    }
    String name = Objects.requireNonNull(path.getFileName(), "it has an ending").toString();
    folder = Objects.requireNonNull(path.getParent(), "an absolute path has a folder");
    try {
      names = hasWildcard(name) ? matcher(path.getFileSystem(), name) : null;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "path name \"" + text + "\" is not valid for file discovery: " + e.getDescription(), e);
    }
  }

  /** Returns the folder to be watched. */
  Path folder() {
    return folder;
  }

  /**
   * Lists the files that match, sorted by name; none when the folder is missing.
   *
   * @throws IOException when the folder cannot be read
   */
  List<Path> matches() throws IOException {
    PathMatcher matcher = names;
    if (matcher == null) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? List.of(path) : List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (matcher.matches(entry.getFileName())) {
          files.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(null);
    return files;
  }

  private static boolean hasWildcard(String name) {
    return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  /** Java negates a range with {@code !} where Go has {@code ^}, and gives braces a meaning. */
  private static PathMatcher matcher(FileSystem system, String name) {
    String glob = name.replace("[^", "[!").replace("{", "\\{").replace("}", "\\}");
    return system.getPathMatcher("glob:" + glob);
  }
}
