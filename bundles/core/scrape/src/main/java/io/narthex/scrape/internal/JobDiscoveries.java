// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.ConfigNode;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.scrape.internal.discovery.Discovery;
import io.narthex.scrape.internal.discovery.StaticDiscovery;
import io.narthex.spi.discovery.TargetGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The discoveries of one job. Entries that a new configuration does not change go on. Safe for
 * several threads.
 */
final class JobDiscoveries {

  /**
   * What a discovery was made from.
   *
   * @param type its type
   * @param index its place among the entries of the type
   * @param entry its configuration
   */
  private record Origin(String type, int index, ConfigNode entry) {

    String label() {
      return type + "/" + index;
    }
  }

  private final String job;
  private final DiscoveryStarter starter;
  private final Runnable changed;
  private Map<Origin, Discovery> running = new LinkedHashMap<>();
  private Discovery written = new StaticDiscovery(List.of());

  JobDiscoveries(String job, DiscoveryStarter starter, Runnable changed) {
    this.job = job;
    this.starter = starter;
    this.changed = changed;
  }

  /** Starts and ends discoveries by a configuration. */
  void configure(ScrapeConfig config) {
    Map<Origin, Discovery> before;
    synchronized (this) {
      before = new HashMap<>(running);
    }
    Map<Origin, Discovery> next = new LinkedHashMap<>();
    for (Map.Entry<String, List<ConfigNode>> kind : config.discoveries().entrySet()) {
      for (int i = 0; i < kind.getValue().size(); i++) {
        Origin origin = new Origin(kind.getKey(), i, kind.getValue().get(i));
        Discovery kept = before.remove(origin);
        next.put(
            origin,
            kept != null
                ? kept
                : starter.start(origin.type(), job, origin.index(), origin.entry(), changed));
      }
    }
    synchronized (this) {
      written = new StaticDiscovery(config.staticConfigs());
      running = next;
    }
    before.values().forEach(Discovery::close);
  }

  synchronized List<Discovery> all() {
    List<Discovery> out = new ArrayList<>();
    out.add(written);
    out.addAll(running.values());
    return out;
  }

  /** Returns how many targets are known, by discovery. */
  synchronized Map<String, Integer> counts() {
    Map<String, Integer> out = new LinkedHashMap<>();
    out.put("static", count(written));
    running.forEach((origin, discovery) -> out.put(origin.label(), count(discovery)));
    return out;
  }

  private static int count(Discovery discovery) {
    int count = 0;
    for (TargetGroup group : discovery.groups()) {
      count += group.targets().size();
    }
    return count;
  }

  void close() {
    Map<Origin, Discovery> ended;
    synchronized (this) {
      ended = running;
      running = new LinkedHashMap<>();
    }
    ended.values().forEach(Discovery::close);
  }
}
