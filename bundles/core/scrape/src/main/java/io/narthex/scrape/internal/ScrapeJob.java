// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.scrape.JobProblem;
import io.narthex.scrape.internal.discovery.Discovery;
import io.narthex.spi.discovery.TargetGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One entry of {@code scrape_configs} at work: its discoveries, and a loop for each target that
 * relabelling leaves. Safe for several threads.
 */
final class ScrapeJob {

  private static final Logger LOG = LoggerFactory.getLogger(ScrapeJob.class);

  private final String name;
  private final ScrapeContext context;
  private final JobDiscoveries discoveries;
  private final Map<Target.Key, ScrapeLoop> loops = new LinkedHashMap<>();

  private ScrapeConfig config;
  private long seed;
  private TargetSet targets = new TargetSet(Map.of(), List.of(), 0, List.of());
  private List<String> loggedFailures = List.of();
  private boolean closed;

  /**
   * A job without targets yet.
   *
   * @param changed called when its targets may have changed; {@link #sync} is due then
   */
  ScrapeJob(
      String name,
      ScrapeContext context,
      ScrapeConfig config,
      long seed,
      DiscoveryStarter starter,
      Runnable changed) {
    this.name = name;
    this.context = context;
    this.config = config;
    this.seed = seed;
    this.discoveries = new JobDiscoveries(name, starter, changed);
    discoveries.configure(config);
  }

  /** Goes by another configuration; loops whose target stays go on without a gap. */
  void configure(ScrapeConfig next, long nextSeed) {
    synchronized (this) {
      if (next.equals(config) && nextSeed == seed) {
        return;
      }
      config = next;
      seed = nextSeed;
    }
    long begin = System.nanoTime();
    discoveries.configure(next);
    sync();
    context.metrics().reloaded(next.scrapeInterval(), System.nanoTime() - begin);
  }

  /** Relabels what the discoveries say now, and starts and ends loops by it. */
  synchronized void sync() {
    if (closed) {
      return;
    }
    long begin = System.nanoTime();
    List<TargetGroup> groups = new ArrayList<>();
    for (Discovery discovery : discoveries.all()) {
      groups.addAll(discovery.groups());
    }
    targets = TargetSet.of(config, groups);
    if (!targets.failures().equals(loggedFailures)) {
      loggedFailures = targets.failures();
      loggedFailures.forEach(
          failure -> LOG.warn("A target of job {} cannot be scraped: {}", name, failure));
    }
    String limit = limitError(targets.targets().size());
    if (!limit.isEmpty()) {
      context.metrics().targetLimitHits.increment();
    }
    Map<Target.Key, ScrapeLoop> gone = new HashMap<>(loops);
    targets
        .targets()
        .forEach(
            (key, target) -> {
              gone.remove(key);
              Schedule schedule =
                  target.inProcess()
                      ? Schedule.inRounds(key, target.interval(), seed)
                      : Schedule.of(key, target.interval(), seed);
              LoopSettings settings = new LoopSettings(config, target, schedule, limit);
              ScrapeLoop running = loops.get(key);
              if (running == null) {
                ScrapeLoop loop = new ScrapeLoop(context, settings);
                loops.put(key, loop);
                loop.start();
              } else {
                running.settings(settings);
              }
            });
    gone.forEach(
        (key, loop) -> {
          loops.remove(key);
          loop.end();
        });
    context.metrics().synced(name, targets.failures().size(), System.nanoTime() - begin);
  }

  private String limitError(int count) {
    long limit = config.targetLimit();
    return limit > 0 && count > limit
        ? "target_limit exceeded (number of targets: %d, limit: %d)".formatted(count, limit)
        : "";
  }

  /** Ends the job because it is configured no more: its series end. */
  void remove() {
    discoveries.close();
    synchronized (this) {
      closed = true;
      loops.values().forEach(ScrapeLoop::end);
      loops.clear();
    }
  }

  /** Ends the discoveries and starts no further loop, because the server ends. */
  void shutdown() {
    synchronized (this) {
      closed = true;
    }
    discoveries.close();
  }

  String name() {
    return name;
  }

  synchronized ScrapeConfig config() {
    return config;
  }

  synchronized List<ScrapeLoop> loops() {
    return List.copyOf(loops.values());
  }

  synchronized List<TargetSet.Dropped> dropped() {
    return targets.dropped();
  }

  synchronized int droppedCount() {
    return targets.droppedCount();
  }

  /** Returns how many targets the discoveries know, by discovery. */
  Map<String, Integer> discovered() {
    return discoveries.counts();
  }

  List<JobProblem> problems() {
    List<JobProblem> out = new ArrayList<>();
    for (Discovery discovery : discoveries.all()) {
      Discovery.Problem problem = discovery.problem();
      if (problem != null) {
        out.add(new JobProblem(name, problem.waiting(), problem.reason()));
      }
    }
    List<String> failures;
    synchronized (this) {
      failures = targets.failures();
    }
    failures.forEach(failure -> out.add(new JobProblem(name, false, failure)));
    return out;
  }
}
