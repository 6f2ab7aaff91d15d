// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for changes in folders. Where the operating system refuses to watch, it waits for the time
 * alone and tells the reason once per round. For one thread.
 */
final class FolderWatch implements AutoCloseable {

  /** A file is often written in several steps; a read between them would find half a file. */
  private static final long QUIET_MS = 50;

  private static final long MAX_QUIET_MS = 500;

  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final @Nullable WatchService service;
  private final @Nullable String refusal;

  FolderWatch() {
    WatchService opened = null;
    String reason = null;
    try {
      opened = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      reason =
          "changes are noticed at the refresh interval only, because the system watches no more"
              + " files: "
              + e.getMessage();
    }
    service = opened;
    refusal = reason;
  }

  /**
   * Watches those of the folders that are not watched yet; call it before the folders are read, so
   * that no change falls in between.
   *
   * @return what cannot be watched, in sentences for the operator
   */
  List<String> watch(Collection<Path> folders) {
    WatchService watcher = service;
    if (watcher == null) {
      return refusal == null ? List.of() : List.of(refusal);
    }
    List<String> problems = new ArrayList<>();
    for (Path folder : folders) {
      WatchKey known = keys.get(folder);
      if (known != null && known.isValid()) {
        continue;
      }
      try {
        keys.put(folder, folder.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
      } catch (NoSuchFileException | NotDirectoryException e) {
        problems.add("the folder " + folder + " does not exist; create it or correct files");
      } catch (IOException e) {
        problems.add("the folder " + folder + " cannot be watched: " + e);
      }
    }
    return problems;
  }

  /** Returns when something changed in a watched folder and then rested, or when time is up. */
  void await(Duration time) throws InterruptedException {
    WatchService watcher = service;
    if (watcher == null) {
      Thread.sleep(time);
      return;
    }
    WatchKey key = watcher.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    long start = System.nanoTime();
    while (key != null) {
      release(key);
      boolean longEnough = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= MAX_QUIET_MS;
      key = longEnough ? null : watcher.poll(QUIET_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void release(WatchKey key) {
    key.pollEvents();
    if (!key.reset()) {
      // The folder is gone; the next round watches the one that takes its place.
      keys.values().remove(key);
    }
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
