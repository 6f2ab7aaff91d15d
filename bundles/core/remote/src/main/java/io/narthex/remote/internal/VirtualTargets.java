// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.StorageEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The virtual targets of remote-written series, by {@code job} and {@code instance}. Series without
 * both are spread over a fixed number of buckets; so are those of further targets once there are
 * {@value #MAX_TARGETS}. Safe for several threads.
 */
final class VirtualTargets {

  static final int MAX_TARGETS = 20_000;

  private static final int BUCKETS = 64;
  private static final String SOURCE = "__source__";
  private static final String REMOTE_WRITE = "remote_write";

  private final StorageEngine storage;
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<VirtualTarget> targets = new CopyOnWriteArrayList<>();

  VirtualTargets(StorageEngine storage) {
    this.storage = storage;
  }

  /** The target that one session asked for last: series of one target come one after another. */
  static final class Last {
    private @Nullable VirtualTargets of;
    private String job = "";
    private String instance = "";
    private int number;
  }

  /** Returns the number of a series' target. */
  int number(Labels series, Last last) {
    String job = series.get("job");
    String instance = series.get("instance");
    if (!job.isEmpty() && !instance.isEmpty()) {
      if (last.of == this && instance.equals(last.instance) && job.equals(last.job)) {
        return last.number;
      }
      int number = named(job, instance);
      if (number >= 0) {
        last.of = this;
        last.job = job;
        last.instance = instance;
        last.number = number;
        return number;
      }
    }
    return bucket("bucket", Integer.toString(Math.floorMod(series.hashCode(), BUCKETS)));
  }

  /** Returns the number of a target, or -1 when there are too many. */
  private int named(String job, String instance) {
    Labels key = Labels.of("job", job, "instance", instance, SOURCE, REMOTE_WRITE);
    synchronized (numbers) {
      Integer known = numbers.get(key);
      if (known != null) {
        return known;
      }
      return numbers.size() < MAX_TARGETS ? open(key) : -1;
    }
  }

  /** Returns the number of the target that metadata goes to, which names no series. */
  int forMetadata() {
    return bucket("kind", "metadata");
  }

  private int bucket(String label, String value) {
    Labels key = Labels.of("__" + label + "__", value, SOURCE, REMOTE_WRITE);
    synchronized (numbers) {
      Integer known = numbers.get(key);
      return known == null ? open(key) : known;
    }
  }

  private int open(Labels key) {
    int number = targets.size();
    targets.add(new VirtualTarget(storage.writer(key)));
    numbers.put(key, number);
    return number;
  }

  /** Returns a target. */
  VirtualTarget get(int number) {
    return targets.get(number);
  }

  /** Returns how many targets there are. */
  int size() {
    return targets.size();
  }

  /** Gives back the columns that were released. */
  void giveBack() {
    targets.forEach(VirtualTarget::giveBack);
  }

  /** Ends all writers. */
  void close() {
    for (VirtualTarget target : targets) {
      target.lock.lock();
      try {
        target.writer.close();
      } finally {
        target.lock.unlock();
      }
    }
  }
}
