// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private copies of plug-ins' jars, in a folder of our own:
 *
 * <pre>
 *   incoming/&lt;number&gt;.jar            what is being looked at and judged
 *   good/&lt;folder&gt;-&lt;file name&gt;     the last jar of that name that was healthy
 * </pre>
 *
 * <p>A good copy serves to roll back, also when a bad jar comes while the process is down. It goes
 * with its file: the plug-in folder stays the only truth. Used by one thread.
 */
final class JarStore {

  private static final Logger LOG = LoggerFactory.getLogger(JarStore.class);

  private final Path incoming;
  private final Path good;
  private long next;

  /** Opens the store; what a former process was looking at is forgotten. */
  JarStore(Path folder) throws IOException {
    incoming = Files.createDirectories(folder.resolve("incoming"));
    good = Files.createDirectories(folder.resolve("good"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
      for (Path file : files) {
        discard(file);
      }
    }
  }

  /**
   * Takes a copy of a jar.
   *
   * @return the copy, or empty when the file changed while it was read: it has not settled
   */
  Optional<Path> copy(Path source, JarStamp stamp) throws IOException {
    Path copy = incoming.resolve(next++ + ".jar");
    Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    if (!stamp.equals(JarStamp.of(Files.readAttributes(source, BasicFileAttributes.class)))) {
      discard(copy);
      return Optional.empty();
    }
    return Optional.of(copy);
  }

  /** Returns the last good copy of a jar, if there is one. */
  Optional<Path> good(JarKey key) {
    Path copy = goodPath(key);
    return Files.exists(copy) ? Optional.of(copy) : Optional.empty();
  }

  /** Returns whether a copy has the same content as the last good one. */
  boolean isGood(JarKey key, Path copy) throws IOException {
    Optional<Path> last = good(key);
    return last.isPresent() && Files.mismatch(last.get(), copy) < 0;
  }

  /** Makes a copy the last good one, and returns where it is now. */
  Path keep(JarKey key, Path copy) throws IOException {
    Path kept = goodPath(key);
    if (!copy.equals(kept)) {
      Files.move(copy, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return kept;
  }

  /** Forgets the last good copy of a jar that is gone. */
  void forget(JarKey key) {
    discard(goodPath(key));
  }

  /** Forgets the good copies of all other jars. */
  void retain(Set<JarKey> keys) throws IOException {
    Set<Path> wanted = keys.stream().map(this::goodPath).collect(Collectors.toSet());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(good)) {
      for (Path file : files) {
        if (!wanted.contains(file)) {
          discard(file);
        }
      }
    }
  }

  /** Deletes a copy; one that cannot be deleted does no harm but take room. */
  void discard(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", copy, e);
    }
  }

  private Path goodPath(JarKey key) {
    return good.resolve(key.folder() + "-" + key.fileName());
  }
}
