// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.spi.config.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With {@code --config.auto-reload}, looks at the configuration's files every {@code
 * --config.auto-reload-interval} and reloads when their contents changed. A change that is refused
 * is tried again when the files change again. Certificates and secrets are not looked at.
 */
@Component(
    immediate = true,
    service = {})
public final class AutoReload {

  private static final Logger LOG = LoggerFactory.getLogger(AutoReload.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final ConfigService configuration;
  private final @Nullable ScheduledExecutorService timer;

  /** The files' hash at the last reload, whether that went well or not. */
  private String known;

  /** Starts to look, if the flag says so. */
  @Activate
  public AutoReload(BundleContext context, @Reference ConfigService configuration) {
    this(
        configuration,
        enabled(context)
            ? Durations.parse(property(context, "narthex.config.auto-reload-interval", "30s"))
            : null);
  }

  /**
   * Starts to look.
   *
   * @param interval how often; null for never
   */
  AutoReload(ConfigService configuration, @Nullable Duration interval) {
    this.configuration = configuration;
    this.known = configuration.current().hash();
    if (interval == null) {
      timer = null;
      return;
    }
    long millis = (interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval).toMillis();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("config auto-reload").factory());
    timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks no more. */
  @Deactivate
  public void deactivate() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }

  /** Reloads if the files are others than at the last reload. */
  void look() {
    Path file = configuration.current().file();
    String found;
    try {
      found = FileHash.of(file);
    } catch (ConfigException e) {
      LOG.debug("A file of the configuration cannot be read just now: {}", e.getMessage());
      return;
    }
    if (found.equals(known) || found.equals(configuration.current().hash())) {
      known = found;
      return;
    }
    known = found;
    LOG.info("The configuration's files changed, reloading them");
    try {
      configuration.reload();
    } catch (ConfigException e) {
      LOG.debug("the service has told of the failure already", e);
    }
  }

  private static boolean enabled(BundleContext context) {
    return property(context, "narthex.config.auto-reload", "false").equals("true")
        || Arrays.asList(property(context, "narthex.enable-feature", "").split(","))
            .contains("auto-reload-config");
  }

  private static String property(BundleContext context, String name, String otherwise) {
    String value = context.getProperty(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
