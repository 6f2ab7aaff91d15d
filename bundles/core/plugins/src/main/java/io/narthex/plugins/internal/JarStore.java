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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private copies of plug-ins' jars, in a folder of our own:
 *
 * <pre>
 *   incoming/&lt;number&gt;.jar            what is being looked at and judged
 *   good/&lt;folder&gt;-&lt;file name&gt;     the last jar of that name that was healthy
 *   good/&lt;folder&gt;-&lt;file name&gt;.original    in its stead: it was the one that was shipped
 * </pre>
 *
 * <p>Of a jar that is as it was shipped there is an original already, in a folder of the
 * distribution; size and time of that are noted instead of a copy, and it counts as long as it has
 * them. A good copy serves to roll back, also when a bad jar comes while the process is down. It
 * goes with its file: the plug-in folder stays the only truth. Used by one thread.
 */
final class JarStore {

  private static final Logger LOG = LoggerFactory.getLogger(JarStore.class);

  private final Path incoming;
  private final Path good;
  private final @Nullable Path originals;
  private long next;

  /**
   * Opens the store; what a former process was looking at is forgotten.
   *
   * @param originals the folder of the plug-ins that were shipped, for the first plug-in folder;
   *     null when there is none
   */
  JarStore(Path folder, @Nullable Path originals) throws IOException {
    this.originals = originals;
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
    if (Files.exists(copy)) {
      return Optional.of(copy);
    }
    Path original = original(key);
    return original != null && isNoted(key, original) ? Optional.of(original) : Optional.empty();
  }

  /** Returns whether a copy has the same content as the last good one. */
  boolean isGood(JarKey key, Path copy) throws IOException {
    Optional<Path> last = good(key);
    return last.isPresent() && Files.mismatch(last.get(), copy) < 0;
  }

  /** Makes a copy the last good one, and returns where it is now. */
  Path keep(JarKey key, Path copy) throws IOException {
    Path original = original(key);
    if (original != null && Files.mismatch(original, copy) < 0) {
      Path noted = incoming.resolve(next++ + ".jar");
      Files.writeString(noted, look(original));
      put(noted, notePath(key));
      discard(goodPath(key));
      discard(copy);
      return original;
    }
    Path kept = goodPath(key);
    if (!copy.equals(kept)) {
      put(copy, kept);
    }
    discard(notePath(key));
    return kept;
  }

  private static void put(Path file, Path there) throws IOException {
    Files.move(file, there, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns what was shipped by that name, or null. */
  private @Nullable Path original(JarKey key) {
    if (originals == null || key.folder() != 0) {
      return null;
    }
    Path original = originals.resolve(key.fileName());
    return Files.isRegularFile(original) ? original : null;
  }

  private boolean isNoted(JarKey key, Path original) {
    Path note = notePath(key);
    try {
      return Files.exists(note) && Files.readString(note).equals(look(original));
    } catch (IOException e) {
      LOG.debug("{} is of no use", note, e);
      return false;
    }
  }

  private static String look(Path original) throws IOException {
    return Files.size(original) + " bytes of " + Files.getLastModifiedTime(original) + "\n";
  }

  /** Forgets the last good copy of a jar that is gone. */
  void forget(JarKey key) {
    discard(goodPath(key));
    discard(notePath(key));
  }

  /** Forgets the good copies of all other jars. */
  void retain(Set<JarKey> keys) throws IOException {
    Set<Path> wanted =
        keys.stream()
            .flatMap(key -> Stream.of(goodPath(key), notePath(key)))
            .collect(Collectors.toSet());
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
    if (originals != null && copy.startsWith(originals)) {
      return;
    }
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", copy, e);
    }
  }

  private Path goodPath(JarKey key) {
    return good.resolve(key.folder() + "-" + key.fileName());
  }

  private Path notePath(JarKey key) {
    return good.resolve(key.folder() + "-" + key.fileName() + ".original");
  }
}
