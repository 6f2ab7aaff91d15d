// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.Configuration;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.PrometheusConfig;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.scrape.ActiveTarget;
import io.narthex.scrape.DroppedTarget;
import io.narthex.scrape.JobProblem;
import io.narthex.scrape.RelabelStep;
import io.narthex.scrape.TargetInventory;
import io.narthex.scrape.TargetMetadata;
import io.narthex.scrape.internal.discovery.ExporterDiscovery;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the jobs of the configuration, and shows their targets. Safe for several threads. */
final class ScrapeManager implements TargetInventory, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScrapeManager.class);

  /** The least time between two syncs of a job that takes exporters. */
  private static final Duration EXPORTER_PAUSE = Duration.ofSeconds(1);

  /** How long loops have to store what they have when the server ends. */
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(1);

  private final ScrapeContext context;
  private final DiscoveryStarter starter;
  private final GlobalUrls urls;
  private final String hostName;
  private final SyncQueue queue;
  private final Duration syncPause;
  private final Map<String, ScrapeJob> jobs = new ConcurrentSkipListMap<>();
  private boolean pluginsLoaded;

  /**
   * A manager without jobs.
   *
   * @param syncPause the least time between two syncs of a job
   */
  ScrapeManager(
      ScrapeContext context, DiscoveryStarter starter, GlobalUrls urls, Duration syncPause) {
    this.context = context;
    this.starter = starter;
    this.urls = urls;
    this.hostName = urls.hostName();
    this.queue = new SyncQueue(starter.metrics());
    this.syncPause = syncPause;
  }

  /** Goes by a configuration; only what changed is touched. */
  void configure(Configuration configuration) {
    configure(configuration.config());
  }

  synchronized void configure(PrometheusConfig config) {
    long seed = Schedule.seed(hostName, config.global().externalLabels());
    Set<String> wanted = new HashSet<>();
    Set<HttpClientConfig> clients = new HashSet<>();
    for (ScrapeConfig scrape : config.scrapeConfigs()) {
      wanted.add(scrape.jobName());
      clients.add(scrape.http());
      ScrapeJob job = jobs.get(scrape.jobName());
      if (job == null) {
        start(scrape, seed);
      } else {
        job.configure(scrape, seed);
      }
    }
    for (ScrapeJob job : jobs.values()) {
      if (!wanted.contains(job.name())) {
        jobs.remove(job.name());
        queue.forget(job.name());
        context.metrics().forget(job.name());
        job.remove();
      }
    }
    context.clients().retain(clients);
    context.failures().reopen();
    if (pluginsLoaded) {
      logProblems();
    }
  }

  /** Says that from now on what is missing is not just still being loaded. */
  synchronized void pluginsLoaded() {
    pluginsLoaded = true;
    logProblems();
  }

  private void logProblems() {
    for (JobProblem problem : problems()) {
      LOG.warn("Job {}: {}", problem.scrapePool(), problem.reason());
    }
  }

  private void start(ScrapeConfig config, long seed) {
    String name = config.jobName();
    ScrapeJob job = new ScrapeJob(name, context, config, seed, starter, () -> ask(name));
    jobs.put(name, job);
    context.metrics().pools.increment();
    job.sync();
  }

  private void ask(String name) {
    ScrapeJob asking = jobs.get(name);
    // Exporters in this process come and go with their plug-ins: whoever drops one in is looking.
    boolean soon =
        asking != null && asking.config().discoveries().containsKey(ExporterDiscovery.TYPE);
    queue.ask(
        name,
        soon && EXPORTER_PAUSE.compareTo(syncPause) < 0 ? EXPORTER_PAUSE : syncPause,
        () -> {
          ScrapeJob job = jobs.get(name);
          if (job != null) {
            job.sync();
          }
        });
  }

  Collection<ScrapeJob> jobs() {
    return jobs.values();
  }

  @Override
  public List<String> scrapePools() {
    return List.copyOf(jobs.keySet());
  }

  @Override
  public List<ActiveTarget> activeTargets() {
    List<ActiveTarget> out = new ArrayList<>();
    for (ScrapeJob job : jobs.values()) {
      List<ActiveTarget> ofJob = new ArrayList<>();
      for (ScrapeLoop loop : job.loops()) {
        ofJob.add(active(job.name(), loop));
      }
      ofJob.sort(Comparator.comparing(ActiveTarget::scrapeUrl));
      out.addAll(ofJob);
    }
    return out;
  }

  private ActiveTarget active(String job, ScrapeLoop loop) {
    Target target = loop.target();
    LastScrape last = loop.last();
    return new ActiveTarget(
        target.discovered(),
        target.shown(),
        job,
        target.url(),
        urls.of(target),
        last.error(),
        last.start(),
        last.duration(),
        last.health(),
        target.interval(),
        target.timeout(),
        loop.failures());
  }

  @Override
  public List<DroppedTarget> droppedTargets() {
    List<DroppedTarget> out = new ArrayList<>();
    for (ScrapeJob job : jobs.values()) {
      for (TargetSet.Dropped dropped : job.dropped()) {
        out.add(new DroppedTarget(dropped.discovered(), job.name(), dropped.rule()));
      }
    }
    return out;
  }

  @Override
  public Map<String, Integer> droppedTargetCounts() {
    Map<String, Integer> out = new TreeMap<>();
    jobs.values().forEach(job -> out.put(job.name(), job.droppedCount()));
    return out;
  }

  @Override
  public List<RelabelStep> relabelSteps(String scrapePool, Labels discovered) {
    ScrapeJob job = jobs.get(scrapePool);
    if (job == null) {
      throw new IllegalArgumentException("scrape pool \"" + scrapePool + "\" not found");
    }
    return Relabelling.of(job.config()).steps(discovered);
  }

  @Override
  public List<JobProblem> problems() {
    List<JobProblem> out = new ArrayList<>();
    jobs.values().forEach(job -> out.addAll(job.problems()));
    return out;
  }

  @Override
  public List<TargetMetadata> metadata() {
    List<TargetMetadata> out = new ArrayList<>();
    for (ScrapeJob job : jobs.values()) {
      for (ScrapeLoop loop : job.loops()) {
        for (MetricMetadata metadata : loop.metadata()) {
          out.add(new TargetMetadata(loop.target().shown(), metadata));
        }
      }
    }
    return out;
  }

  /** Ends all loops without marking series as ended: the server will come back. */
  @Override
  public void close() {
    queue.close();
    jobs.values().forEach(ScrapeJob::shutdown);
    List<ScrapeLoop> loops = List.copyOf(context.running());
    loops.forEach(ScrapeLoop::shutdown);
    long until = System.nanoTime() + SHUTDOWN_PATIENCE.toNanos();
    try {
      for (ScrapeLoop loop : loops) {
        loop.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    jobs.clear();
    context.timer().close();
    context.clients().close();
    context.failures().close();
  }
}
