// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.material;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content counts as it is at each use. While its size, time and identity stay it is
 * not read again; a file that was written just before it was read is, because a further change may
 * have got the same time. Safe for several threads.
 */
public final class WatchedFile {

  /** More than any secret or chain of certificates has. */
  private static final int MAX_BYTES = 4 << 20;

  private static final long SETTLED_MS = Duration.ofSeconds(2).toMillis();

  /**
   * What was seen.
   *
   * @param settled whether the file was old enough for its time to tell of a change
   */
  private record Seen(
      FileTime modified, long size, @Nullable Object identity, boolean settled, String text) {}

  private final Path path;
  private @Nullable Seen seen;

  /** A file, not read yet. */
  public WatchedFile(Path path) {
    this.path = path;
  }

  /**
   * Returns the text, without the space around it that editors like to add; the same object as
   * before when nothing changed.
   *
   * @throws IOException when it cannot be read; the message names the file and the remedy
   */
  public synchronized String read() throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      Seen last = seen;
      if (last != null
          && last.settled
          && last.modified.equals(now.lastModifiedTime())
          && last.size == now.size()
          && Objects.equals(last.identity, now.fileKey())) {
        return last.text;
      }
      String text = content();
      if (last != null && last.text.equals(text)) {
        text = last.text;
      }
      long age = System.currentTimeMillis() - now.lastModifiedTime().toMillis();
      seen = new Seen(now.lastModifiedTime(), now.size(), now.fileKey(), age > SETTLED_MS, text);
      return text;
    } catch (NoSuchFileException e) {
      throw failure("does not exist; create it or correct the path", e);
    } catch (AccessDeniedException e) {
      throw failure("cannot be read by this user; give it the right to", e);
    } catch (CharacterCodingException e) {
      throw failure("is not UTF-8 text; check what is in it", e);
    } catch (IOException e) {
      throw failure("cannot be read: " + e.getMessage(), e);
    }
  }

  private String content() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("it has more than " + MAX_BYTES + " bytes; check what is in it");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
  }

  private IOException failure(String problem, IOException cause) {
    return new IOException("the file " + path + " " + problem, cause);
  }

  /** Returns the path, for messages. */
  public Path path() {
    return path;
  }
}
