// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.config.ConfigNode;
import io.narthex.spi.discovery.TargetGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The discoveries that run: equal entries of several jobs share one, which ends with the last job
 * that names it. A job that comes later finds the targets there at once. Safe for several threads.
 */
public final class SharedDiscoveries {

  /** What must be equal. */
  private record Key(String type, ConfigNode entry) {}

  /** One that runs, and whom it tells of changes. */
  private static final class Running {

    final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    final Discovery discovery;

    Running(Runnable first, Function<Runnable, Discovery> maker) {
      listeners.add(first);
      discovery = maker.apply(() -> listeners.forEach(Runnable::run));
    }
  }

  private final Map<Key, Running> running = new HashMap<>();

  /**
   * Returns a discovery, to be closed by the caller.
   *
   * @param changed called when its targets or its problem changed
   * @param maker makes it, if none with the same type and entry runs, from what it is to call
   */
  public synchronized Discovery take(
      String type, ConfigNode entry, Runnable changed, Function<Runnable, Discovery> maker) {
    Key key = new Key(type, entry);
    Running known = running.get(key);
    if (known == null) {
      known = new Running(changed, maker);
      running.put(key, known);
    } else {
      known.listeners.add(changed);
    }
    return new Handle(key, known, changed);
  }

  private void give(Key key, Running used, Runnable changed) {
    synchronized (this) {
      used.listeners.remove(changed);
      if (!used.listeners.isEmpty()) {
        return;
      }
      running.remove(key, used);
    }
    used.discovery.close();
  }

  /** What one job holds of a discovery. */
  private final class Handle implements Discovery {

    private final Key key;
    private final Running used;
    private final Runnable changed;
    private boolean closed;

    Handle(Key key, Running used, Runnable changed) {
      this.key = key;
      this.used = used;
      this.changed = changed;
    }

    @Override
    public List<TargetGroup> groups() {
      return used.discovery.groups();
    }

    @Override
    public @Nullable Problem problem() {
      return used.discovery.problem();
    }

    @Override
    public void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      give(key, used, changed);
    }
  }
}
