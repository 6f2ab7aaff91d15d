// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.config.Configuration;
import io.narthex.config.ConfigurationCheck;
import io.narthex.config.ReloadStatus;
import io.narthex.config.model.PrometheusConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the configuration of one file; safe for several threads. */
public final class FileConfigService implements ConfigService {

  private static final Logger LOG = LoggerFactory.getLogger(FileConfigService.class);

  private final Path file;
  private final ConfigLoader loader;
  private final Supplier<List<ConfigurationCheck>> checks;
  private final InstantSource clock;
  private final List<Consumer<Configuration>> subscribers = new CopyOnWriteArrayList<>();

  /** Held while a configuration is loaded and told, so that subscribers see them in order. */
  private final Object applying = new Object();

  private volatile Configuration current;
  private volatile ReloadStatus status;

  /**
   * Loads the file.
   *
   * @param checks what other parts of the server have to say of a configuration at a reload; the
   *     first one is loaded before any of them is there
   * @throws ConfigException when it is not good
   */
  public FileConfigService(
      Path file,
      ConfigLoader loader,
      Supplier<List<ConfigurationCheck>> checks,
      InstantSource clock)
      throws ConfigException {
    this.file = file;
    this.loader = loader;
    this.checks = checks;
    this.clock = clock;
    Configuration first = loader.load(file);
    current = first;
    status = new ReloadStatus(true, null, first.loadedAt(), first.loadedAt());
    told(first);
  }

  @Override
  public Configuration current() {
    return current;
  }

  @Override
  public ReloadStatus status() {
    return status;
  }

  @Override
  public Configuration reload() throws ConfigException {
    synchronized (applying) {
      Configuration next;
      try {
        next = loader.load(file);
        for (ConfigurationCheck check : checks.get()) {
          check.check(next);
        }
      } catch (ConfigException e) {
        Instant now = clock.instant();
        status = new ReloadStatus(false, e.getMessage(), status.lastSuccess(), now);
        LOG.error("The configuration was not reloaded, the old one stays: {}", e.getMessage());
        throw e;
      }
      current = next;
      status = new ReloadStatus(true, null, next.loadedAt(), next.loadedAt());
      told(next);
      for (Consumer<Configuration> subscriber : subscribers) {
        tell(subscriber, next);
      }
      return next;
    }
  }

  @Override
  public Subscription subscribe(Consumer<Configuration> subscriber) {
    synchronized (applying) {
      subscribers.add(subscriber);
      tell(subscriber, current);
    }
    return () -> subscribers.remove(subscriber);
  }

  private static void tell(Consumer<Configuration> subscriber, Configuration configuration) {
    try {
      subscriber.accept(configuration);
    } catch (RuntimeException e) {
      LOG.error("A part of the server could not apply the configuration.", e);
    }
  }

  private void told(Configuration configuration) {
    LOG.info("Loaded the configuration {}.", file);
    List<String> unserved = unserved(configuration.config());
    if (!unserved.isEmpty()) {
      LOG.warn(
          "The sections {} of {} are checked but not served by this version.",
          String.join(", ", unserved),
          file);
    }
  }

  /** Returns the sections whose features this version does not have. */
  static List<String> unserved(PrometheusConfig config) {
    List<String> out = new ArrayList<>();
    if (!config.ruleFiles().isEmpty()) {
      out.add("rule_files");
    }
    if (!config.alerting().alertmanagers().isEmpty()) {
      out.add("alerting");
    }
    if (!config.remoteWrite().isEmpty()) {
      out.add("remote_write");
    }
    if (!config.remoteRead().isEmpty()) {
      out.add("remote_read");
    }
    if (config.tracing() != null) {
      out.add("tracing");
    }
    return out;
  }
}
