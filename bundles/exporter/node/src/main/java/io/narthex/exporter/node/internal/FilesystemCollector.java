// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The space of the mounted file systems. A mount that hangs, as network mounts do, holds a thread
 * of this collector's own; it is told of as an error and asked again only once it has answered.
 */
final class FilesystemCollector implements Collector {

  private static final String[] LABELS = {"device", "mountpoint", "fstype", "device_error"};
  private static final String STUCK = "mountpoint timeout";

  private record Mount(
      String device,
      String mountPoint,
      String type,
      String major,
      String minor,
      boolean readOnly) {}

  private final ProcFiles files;
  private final Kernel kernel;
  private final NameFilter mountPoints;
  private final NameFilter types;
  private final long timeoutNanos;
  private final Map<String, Future<Kernel.Space>> stuck = new HashMap<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("node-filesystem-", 0).factory());

  private final Family size;
  private final Family free;
  private final Family available;
  private final Family inodes;
  private final Family inodesFree;
  private final Family purgeable;
  private final Family readOnly;
  private final Family error;
  private final Family info;

  FilesystemCollector(
      Metrics metrics, ProcFiles files, Kernel kernel, NodeExporterConfig.Filesystem config) {
    this.files = files;
    this.kernel = kernel;
    this.mountPoints = NameFilter.of("filesystem.mount_points", config.mountPoints());
    this.types = NameFilter.of("filesystem.fs_types", config.fsTypes());
    this.timeoutNanos = config.timeout().toNanos();
    size = metrics.gauge("node_filesystem_size_bytes", "Size of the file system.", LABELS);
    free = metrics.gauge("node_filesystem_free_bytes", "Free space.", LABELS);
    available =
        metrics.gauge("node_filesystem_avail_bytes", "Space free for those not root.", LABELS);
    inodes = metrics.gauge("node_filesystem_files", "All inodes.", LABELS);
    inodesFree = metrics.gauge("node_filesystem_files_free", "Free inodes.", LABELS);
    purgeable =
        metrics.gauge(
            "node_filesystem_purgeable_bytes", "Space that could be purged; 0 on Linux.", LABELS);
    readOnly = metrics.gauge("node_filesystem_readonly", "Whether it is read-only.", LABELS);
    error =
        metrics.gauge(
            "node_filesystem_device_error", "Whether its space could not be asked for.", LABELS);
    info =
        metrics.gauge(
            "node_filesystem_mount_info",
            "Always 1; the labels tell of the mount.",
            "device",
            "major",
            "minor",
            "mountpoint");
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public void collect() throws IOException, InterruptedException {
    List<Mount> mounts = mounts();
    List<Future<Kernel.Space>> answers = new ArrayList<>(mounts.size());
    for (Mount mount : mounts) {
      Future<Kernel.Space> running = stuck.get(mount.mountPoint);
      String path = files.rootPath(mount.mountPoint);
      answers.add(
          running != null && !running.isDone()
              ? running
              : workers.submit(() -> kernel.space(path)));
    }
    long deadline = System.nanoTime() + timeoutNanos;
    for (int i = 0; i < mounts.size(); i++) {
      tell(mounts.get(i), answers.get(i), deadline);
    }
  }

  private void tell(Mount mount, Future<Kernel.Space> answer, long deadline)
      throws InterruptedException {
    boolean knownStuck = stuck.containsKey(mount.mountPoint) && !answer.isDone();
    try {
      long wait = knownStuck ? 0 : Math.max(0, deadline - System.nanoTime());
      tell(mount, answer.get(wait, TimeUnit.NANOSECONDS));
      stuck.remove(mount.mountPoint);
    } catch (TimeoutException e) {
      stuck.put(mount.mountPoint, answer);
      tellError(mount, STUCK);
    } catch (ExecutionException e) {
      stuck.remove(mount.mountPoint);
      String message = e.getCause() == null ? null : e.getCause().getMessage();
      tellError(mount, message == null ? "unknown error" : message);
    }
  }

  private void tell(Mount mount, Kernel.Space space) {
    String[] labels = {mount.device, mount.mountPoint, mount.type, ""};
    error.add(0, labels);
    readOnly.add(mount.readOnly ? 1 : 0, labels);
    size.add(space.size(), labels);
    free.add(space.free(), labels);
    available.add(space.available(), labels);
    if (!Double.isNaN(space.files())) {
      inodes.add(space.files(), labels);
      inodesFree.add(space.filesFree(), labels);
    }
    purgeable.add(0, labels);
    info.add(1, mount.device, mount.major, mount.minor, mount.mountPoint);
  }

  private void tellError(Mount mount, String message) {
    String[] labels = {mount.device, mount.mountPoint, mount.type, message};
    error.add(1, labels);
    readOnly.add(mount.readOnly ? 1 : 0, labels);
  }

  /**
   * Reads the mounts of process 1, or of this process when that is not allowed. See proc(5) for the
   * columns.
   */
  private List<Mount> mounts() throws IOException {
    String ofInit = files.procPath("1/mountinfo");
    TextCursor lines;
    try {
      lines = files.table(ofInit);
    } catch (IOException e) {
      lines = files.proc("self/mountinfo");
    }
    List<Mount> mounts = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (lines.nextLine()) {
      lines.skipWords(2);
      String major = lines.until(':');
      String minor = lines.word();
      lines.skipWords(1);
      String mountPoint = files.stripRoot(unescape(lines.word()));
      String options = lines.word();
      while (lines.hasWord() && !lines.word().equals("-")) {
        // The optional fields end at a single hyphen.
      }
      String type = lines.word();
      String device = unescape(lines.word());
      String superOptions = lines.word();
      if (!mountPoints.accepts(mountPoint) || !types.accepts(type)) {
        continue;
      }
      boolean readOnly =
          has(options, "ro") || has(superOptions, "ro") || has(superOptions, "emergency_ro");
      if (seen.add(device + '\n' + mountPoint + '\n' + type + '\n' + major + ':' + minor)) {
        mounts.add(new Mount(device, mountPoint, type, major, minor, readOnly));
      }
    }
    return mounts;
  }

  private static boolean has(String options, String option) {
    return ("," + options + ",").contains("," + option + ",");
  }

  private static String unescape(String path) {
    return path.indexOf('\\') < 0
        ? path
        : path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
