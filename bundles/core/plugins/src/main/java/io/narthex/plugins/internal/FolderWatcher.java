// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the plug-in folders. Its contract with whoever copies jars:
 *
 * <ul>
 *   <li><b>What counts.</b> Regular files, or links to such, directly in a folder, whose name ends
 *       in {@code .jar} and does not begin with a dot. Anything else is passed over, so a jar may
 *       be copied under another name and renamed when it is complete.
 *   <li><b>When a jar is taken.</b> Once two looks that are {@code settle} apart (500 ms) saw the
 *       same size, modification time and file. A jar that was written longer than {@value
 *       #OLD_SECONDS} s ago is taken at the first look: that is the case at a start, and when a jar
 *       is moved in.
 *   <li><b>When a jar counts as changed.</b> When its size, its modification time or the file
 *       itself is another one. So {@code touch} makes a plug-in start anew, which also ends a
 *       quarantine and retries a refused jar.
 *   <li><b>When a jar counts as gone.</b> When a look at its folder succeeded and did not see it. A
 *       folder that cannot be read just now (an unmounted share) changes nothing.
 *   <li><b>How soon.</b> The operating system's notice starts a look at once; besides there is a
 *       look every {@value #WATCHED_POLL_MS} ms, because notices get lost, and are not sent at all
 *       for some network file systems; every {@value #POLL_MS} ms while the system watches not all
 *       folders.
 * </ul>
 *
 * <p>Used by one thread; only {@code onNotice} is called from the watcher's own.
 */
final class FolderWatcher implements AutoCloseable {

  private static final long WATCHED_POLL_MS = 5_000;
  private static final long POLL_MS = 1_000;

  private static final int OLD_SECONDS = 5;
  private static final long COALESCE_MS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatcher.class);

  private final List<Path> folders;
  private final Duration settle;
  private final InstantSource clock;
  private final @Nullable WatchService notices;
  private final Map<Path, WatchKey> watched = new HashMap<>();
  private final Map<JarKey, Sighting> pending = new HashMap<>();
  private final Map<JarKey, JarStamp> taken = new HashMap<>();
  private final Set<Path> unreadable = new HashSet<>();

  /** A jar as it was seen first with this stamp. */
  private record Sighting(JarStamp stamp, long sinceMs) {}

  /**
   * What a look found.
   *
   * @param settled jars that are new or changed and have settled, by key
   * @param gone jars that were taken and are no more
   * @param unsettled whether another look is due after the settling time
   * @param here all jars that are there, settled or not
   * @param complete whether all folders could be read
   */
  record Look(
      Map<JarKey, JarStamp> settled,
      List<JarKey> gone,
      boolean unsettled,
      Set<JarKey> here,
      boolean complete) {}

  /**
   * Begins to watch.
   *
   * @param folders the folders; they need not exist yet
   * @param settle how long a jar must stay the same
   * @param clock tells how old files are
   * @param onNotice called, on a thread of the watcher's, when a look is due
   */
  FolderWatcher(List<Path> folders, Duration settle, InstantSource clock, Runnable onNotice) {
    this.folders = folders;
    this.settle = settle;
    this.clock = clock;
    this.notices = folders.isEmpty() ? null : open(folders.getFirst());
    if (notices != null) {
      WatchService service = notices;
      Thread.ofVirtual().name("plugins-notices").start(() -> listen(service, onNotice));
    }
  }

  private static @Nullable WatchService open(Path folder) {
    try {
      return folder.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("plug-in folders are polled only, the system gives no notice: {}", e.toString());
      return null;
    }
  }

  private static void listen(WatchService service, Runnable onNotice) {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        key.reset();
        onNotice.run();
        // A copy in progress gives a notice for every write; one look for all of them will do.
        Thread.sleep(COALESCE_MS);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // The regular end.
    }
  }

  /** Looks at all folders. */
  Look look() {
    long now = clock.millis();
    Map<JarKey, JarStamp> settled = new TreeMap<>();
    List<JarKey> gone = new ArrayList<>();
    Set<JarKey> here = new HashSet<>();
    boolean complete = true;
    for (int i = 0; i < folders.size(); i++) {
      Map<JarKey, JarStamp> found = list(i);
      if (found == null) {
        complete = false;
        int folder = i;
        taken.keySet().stream().filter(k -> k.folder() == folder).forEach(here::add);
        continue;
      }
      here.addAll(found.keySet());
      found.forEach(
          (key, stamp) -> {
            if (stamp.equals(taken.get(key))) {
              pending.remove(key);
            } else if (hasSettled(key, stamp, now)) {
              pending.remove(key);
              taken.put(key, stamp);
              settled.put(key, stamp);
            }
          });
    }
    for (JarKey key : taken.keySet()) {
      if (!here.contains(key)) {
        gone.add(key);
      }
    }
    gone.forEach(taken::remove);
    pending.keySet().retainAll(here);
    gone.sort(null);
    return new Look(settled, gone, !pending.isEmpty(), here, complete);
  }

  /** Returns the pause before the next look when nothing gives notice, in milliseconds. */
  long pauseMs() {
    boolean all = folders.stream().map(watched::get).allMatch(key -> key != null && key.isValid());
    return all ? WATCHED_POLL_MS : POLL_MS;
  }

  /** Takes back that a jar was taken: the next looks see it as new. */
  void forget(JarKey key) {
    taken.remove(key);
  }

  /** Returns where a jar lies. */
  Path path(JarKey key) {
    return folders.get(key.folder()).resolve(key.fileName());
  }

  private boolean hasSettled(JarKey key, JarStamp stamp, long now) {
    Sighting sighting = pending.get(key);
    if (sighting == null || !sighting.stamp.equals(stamp)) {
      long age = now - stamp.modified().toMillis();
      if (sighting == null && age > OLD_SECONDS * 1_000L) {
        return true;
      }
      pending.put(key, new Sighting(stamp, now));
      return false;
    }
    // A clock that was set back must not keep a jar waiting for ever.
    return Math.abs(now - sighting.sinceMs) >= settle.toMillis();
  }

  /** Returns the jars of a folder, or null when it cannot be read. */
  private @Nullable Map<JarKey, JarStamp> list(int index) {
    Path folder = folders.get(index);
    watch(folder);
    Map<JarKey, JarStamp> found = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".")) {
          stamp(file, new JarKey(index, name), found);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return cannotRead(folder, e);
    }
    if (unreadable.remove(folder)) {
      LOG.info("plug-in folder {} can be read again", folder);
    }
    return found;
  }

  private static void stamp(Path file, JarKey key, Map<JarKey, JarStamp> found) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        found.put(key, JarStamp.of(attributes));
      }
    } catch (NoSuchFileException e) {
      // It went while we looked, or is a link to nowhere: not here.
    }
  }

  private @Nullable Map<JarKey, JarStamp> cannotRead(Path folder, Exception e) {
    if (unreadable.add(folder)) {
      LOG.warn(
          "plug-in folder {} cannot be read ({}); what is installed from it stays, and it is tried"
              + " again",
          folder,
          e.toString());
    }
    return null;
  }

  private void watch(Path folder) {
    if (notices == null) {
      return;
    }
    WatchKey key = watched.get(folder);
    if (key != null && key.isValid()) {
      return;
    }
    try {
      watched.put(
          folder,
          folder.register(
              notices,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException e) {
      // The folder is not there yet, or the system has no watches left: the poll serves.
      LOG.debug("no notices for {}", folder, e);
    }
  }

  @Override
  public void close() {
    if (notices != null) {
      try {
        notices.close();
      } catch (IOException e) {
        LOG.debug("closing the watch service", e);
      }
    }
  }
}
