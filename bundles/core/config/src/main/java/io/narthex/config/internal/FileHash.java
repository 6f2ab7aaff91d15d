// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A SHA-256 over names and contents of the files that make up a configuration, to see that one of
 * them changed: the main file, then the included scrape configurations, then the rule files.
 */
final class FileHash {

  private final MessageDigest digest;

  FileHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Hashes a main file and what it names without binding or checking it. A file that is no YAML is
   * hashed alone.
   *
   * @return what {@link ConfigLoader#load} would tell for the same files when they are good
   * @throws ConfigException when a file cannot be read
   */
  static String of(Path file) throws ConfigException {
    String text = ConfigBinder.readText(file);
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    FileHash hash = new FileHash();
    hash.add(file, text);
    YamlNode root;
    try {
      root = YamlSource.parse(file.toString(), text, folder);
    } catch (ConfigException e) {
      return hash.hex();
    }
    hash.addMatches(patterns(root, "scrape_config_files", folder));
    hash.addMatches(patterns(root, "rule_files", folder));
    return hash.hex();
  }

  private static List<Path> patterns(YamlNode root, String key, Path folder) {
    List<Path> out = new ArrayList<>();
    if (root instanceof YamlNode.Mapping mapping
        && mapping.get(key) instanceof YamlNode.Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof YamlNode.Scalar scalar && Globs.isValid(scalar.text())) {
          out.add(folder.resolve(scalar.text()));
        }
      }
    }
    return out;
  }

  void add(Path file, String content) {
    update(file.toString());
    update(content);
  }

  /** Reads and adds the files that match; returns them with their contents, in order. */
  List<Map.Entry<Path, String>> addMatches(List<Path> patterns) throws ConfigException {
    List<Map.Entry<Path, String>> out = new ArrayList<>();
    for (Path pattern : patterns) {
      for (Path match : Globs.matches(pattern)) {
        String content = ConfigBinder.readText(match);
        add(match, content);
        out.add(Map.entry(match, content));
      }
    }
    return out;
  }

  private void update(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    // No text holds this byte in UTF-8, so that contents cannot slide into names.
    digest.update((byte) 0xff);
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
