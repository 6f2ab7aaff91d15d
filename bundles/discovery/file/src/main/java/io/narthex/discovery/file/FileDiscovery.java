// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.discovery.TargetSink;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the targets of some files, each time with all files together: a file that is broken just
 * now takes part with the targets that it last had.
 */
final class FileDiscovery implements TargetDiscovery {

  private final List<FilePattern> patterns;
  private final Set<Path> folders = new LinkedHashSet<>();
  private final Duration interval;
  private final FileSdMetrics metrics;

  /** The groups of each file that was there at the last round. */
  private Map<Path, List<TargetGroup>> known = Map.of();

  FileDiscovery(FileSdConfig configuration, FileSdMetrics metrics) {
    this.metrics = metrics;
    patterns = configuration.files().stream().map(FilePattern::new).toList();
    patterns.forEach(pattern -> folders.add(pattern.folder()));
    interval = configuration.refreshInterval();
  }

  @Override
  public void run(TargetSink sink) throws InterruptedException, IOException {
    try (FolderWatch watch = new FolderWatch()) {
      while (true) {
        List<String> problems = new ArrayList<>(watch.watch(folders));
        metrics.watchFailed(problems.size());
        long start = System.nanoTime();
        read(problems);
        metrics.scanned(this, System.nanoTime() - start, times());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        sink.replaceAll(known.values().stream().flatMap(List::stream).toList());
        if (!problems.isEmpty()) {
          sink.failed(String.join("; ", problems));
        }
        watch.await(interval);
      }
    } finally {
      metrics.forget(this);
    }
  }

  private Map<Path, Long> times() {
    Map<Path, Long> times = new LinkedHashMap<>();
    for (Path file : known.keySet()) {
      long changed = file.toFile().lastModified();
      if (changed > 0) {
        times.put(file, changed);
      }
    }
    return times;
  }

  private void read(List<String> problems) throws InterruptedException {
    Map<Path, List<TargetGroup>> found = new LinkedHashMap<>();
    for (FilePattern pattern : patterns) {
      try {
        for (Path file : pattern.matches()) {
          if (!found.containsKey(file)) {
            readFile(file, found, problems);
          }
        }
      } catch (IOException e) {
        problems.add("the folder " + pattern.folder() + " cannot be read: " + e);
        known.forEach(
            (file, groups) -> {
              if (pattern.folder().equals(file.getParent())) {
                found.putIfAbsent(file, groups);
              }
            });
      }
    }
    known = found;
  }

  private void readFile(Path file, Map<Path, List<TargetGroup>> found, List<String> problems)
      throws InterruptedException {
    try {
      found.put(file, TargetFile.read(file));
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (NoSuchFileException e) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return; // removed after it was listed
      }
      metrics.readFailed();
      problems.add(file + ": the link leads nowhere; mend or remove it");
    } catch (TargetFileException e) {
      metrics.readFailed();
      problems.add(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      metrics.readFailed();
      problems.add(file + ": cannot be read: " + e);
    }
    found.putIfAbsent(file, known.getOrDefault(file, List.of()));
  }
}
