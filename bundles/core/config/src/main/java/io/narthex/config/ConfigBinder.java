// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import io.narthex.config.internal.BoundNode;
import io.narthex.config.internal.YamlSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Binds YAML to records by the rules of {@link io.narthex.spi.config}, and so that every fault is
 * told with file, line, column and remedy: broken YAML, unknown and duplicate keys (with the near
 * misses), wrong types, and what the records' constructors refuse.
 *
 * <p>Beyond what plug-ins may use, core records may mark components as {@link Inline} and {@link
 * KeySuffix}, hold parts as {@link ConfigNode} to bind them later, and throw {@link
 * InvalidKeyException}. As in Prometheus, a key with a null value counts as absent, except that a
 * text then is empty.
 */
public final class ConfigBinder {

  private ConfigBinder() {}

  /**
   * Reads a file whole.
   *
   * @return its root, to be bound
   * @throws ConfigException when it cannot be read or is no YAML
   */
  public static ConfigNode read(Path file) throws ConfigException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    return parse(file.toString(), readText(file), folder);
  }

  /**
   * Parses YAML.
   *
   * @param name the file's name for messages
   * @param text its content
   * @param folder what relative paths in it are resolved against
   * @return the root, to be bound; an empty text is an empty mapping
   * @throws ConfigException when it is no YAML
   */
  public static ConfigNode parse(String name, String text, Path folder) throws ConfigException {
    return new BoundNode(YamlSource.parse(name, text, folder));
  }

  /**
   * Returns an empty mapping, for a plug-in that was given no configuration.
   *
   * @param name what messages call it
   * @param folder what relative paths are resolved against
   */
  public static ConfigNode empty(String name, Path folder) {
    return new BoundNode(YamlSource.empty(name, folder));
  }

  /**
   * Reads a text file with messages for operators.
   *
   * @throws ConfigException when it cannot be read
   */
  public static String readText(Path file) throws ConfigException {
    try {
      return text(file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          file.toString(), 0, 0, "no such file; create it or name another one");
    } catch (IOException e) {
      throw new ConfigException(file.toString(), 0, 0, "cannot be read: " + e);
    }
  }

  private static String text(Path file, byte[] bytes) throws ConfigException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult end =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    String read = text.flip().toString();
    if (end.isError()) {
      int line = 1 + (int) read.chars().filter(c -> c == '\n').count();
      throw new ConfigException(
          file.toString(),
          line,
          read.length() - read.lastIndexOf('\n'),
          "the file is not valid UTF-8 here; save it in that encoding");
    }
    return read;
  }
}
