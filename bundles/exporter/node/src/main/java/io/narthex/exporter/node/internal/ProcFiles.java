// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds and reads the kernel's files below the configured mount points. */
final class ProcFiles {

  private static final String[] NOTHING = {};

  private final String proc;
  private final String sys;
  private final String root;
  private final String udev;
  private final TextCursor table = new TextCursor();
  private final TextCursor attribute = new TextCursor();

  ProcFiles(NodeExporterConfig.Paths paths) {
    this.proc = prefix(paths.procfs(), "/proc");
    this.sys = prefix(paths.sysfs(), "/sys");
    this.root = prefix(paths.rootfs(), "/");
    this.udev = prefix(paths.udevData(), "/run/udev/data");
  }

  private static String prefix(@Nullable Path path, String otherwise) {
    String text = path == null ? otherwise : path.toString();
    return text.endsWith("/") ? text : text + "/";
  }

  /** Opens a file below proc. The cursor is the same one at each call. */
  TextCursor proc(String relative) throws IOException {
    return table.open(proc + relative);
  }

  /** Opens a file below proc or sys by its whole path, with the same cursor. */
  TextCursor table(String path) throws IOException {
    return table.open(path);
  }

  String procPath(String relative) {
    return proc + relative;
  }

  String sysPath(String relative) {
    return sys + relative;
  }

  /** Returns a path of the machine as this process sees it. */
  String rootPath(String absolute) {
    return root.equals("/") ? absolute : root + absolute.substring(1);
  }

  /** Takes the root away from a path as this process sees it. */
  String stripRoot(String path) {
    if (root.equals("/")) {
      return path;
    }
    String bare = root.substring(0, root.length() - 1);
    if (path.equals(bare)) {
      return "/";
    }
    return path.startsWith(root) ? path.substring(bare.length()) : path;
  }

  /** Opens what udev knows of a block device, leaving the table cursor alone. */
  TextCursor udev(String device) throws IOException {
    return attribute.open(udev + device);
  }

  /** Returns the trimmed content of a small file, or null when it cannot be read. */
  @Nullable String text(String path) {
    try {
      return attribute.open(path).content();
    } catch (IOException e) {
      // Attributes come and go with devices, and many refuse to be read in some states.
      return null;
    }
  }

  /** Returns the trimmed content of a small file, or an empty text when it cannot be read. */
  String textOrEmpty(String path) {
    String text = text(path);
    return text == null ? "" : text;
  }

  /** Returns the number in a small file, decimal or with 0x, or NaN when there is none. */
  double number(String path) {
    String text = text(path);
    if (text == null || text.isEmpty()) {
      return Double.NaN;
    }
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text, 2, text.length(), 16)
          : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  boolean exists(String path) {
    return new File(path).exists();
  }

  boolean isFolder(String path) {
    return new File(path).isDirectory();
  }

  /** Returns the names in a folder that pass the test, sorted; none when there is no folder. */
  String[] list(String folder, Predicate<String> test) {
    String[] names = new File(folder).list((dir, name) -> test.test(name));
    if (names == null) {
      return NOTHING;
    }
    Arrays.sort(names);
    return names;
  }

  /**
   * Returns the names in a folder that are a prefix and a number, sorted.
   *
   * @param prefix for instance {@code cpu} for {@code cpu0}, {@code cpu1}
   */
  String[] numbered(String folder, String prefix) {
    return list(
        folder,
        name ->
            name.length() > prefix.length()
                && name.startsWith(prefix)
                && name.chars().skip(prefix.length()).allMatch(c -> c >= '0' && c <= '9'));
  }
}
