// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.ValidationScheme;
import io.narthex.httpclient.Urls;
import io.narthex.scrape.internal.append.HistogramRules;
import io.narthex.spi.config.Durations;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What relabelling makes of a job's target groups.
 *
 * @param targets the targets to scrape, without duplicates
 * @param dropped those that a rule dropped, as many as are kept
 * @param droppedCount how many a rule dropped
 * @param failures why others cannot be scraped
 */
record TargetSet(
    Map<Target.Key, Target> targets,
    List<Dropped> dropped,
    int droppedCount,
    List<String> failures) {

  /**
   * A target that a rule dropped.
   *
   * @param discovered the labels before relabelling
   * @param rule the rule, from 0
   */
  record Dropped(Labels discovered, int rule) {}

  /** A target that cannot be scraped. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  static TargetSet of(ScrapeConfig config, List<TargetGroup> groups) {
    Relabelling relabelling = Relabelling.of(config);
    Map<Target.Key, Target> targets = new LinkedHashMap<>();
    List<Dropped> dropped = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    int droppedCount = 0;
    long keep = config.keepDroppedTargets() > 0 ? config.keepDroppedTargets() : Long.MAX_VALUE;
    for (TargetGroup group : groups) {
      for (int i = 0; i < group.targets().size(); i++) {
        Labels discovered = Target.discovered(config, group.targets().get(i), group.labels());
        LabelsBuilder builder = discovered.toBuilder();
        int droppedBy = relabelling.apply(builder);
        if (droppedBy >= 0) {
          droppedCount++;
          if (dropped.size() < keep) {
            dropped.add(new Dropped(discovered, droppedBy));
          }
          continue;
        }
        try {
          Target target = target(config, builder, discovered);
          targets.putIfAbsent(target.key(), target);
        } catch (Refused e) {
          failures.add("target %d in group %s: %s".formatted(i, group.source(), e.getMessage()));
        }
      }
    }
    return new TargetSet(targets, dropped, droppedCount, failures);
  }

  private static Target target(ScrapeConfig config, LabelsBuilder builder, Labels discovered)
      throws Refused {
    String address = builder.get(Target.ADDRESS);
    if (address.isEmpty()) {
      throw new Refused("no address");
    }
    if (address.contains("/")) {
      throw new Refused("\"" + address + "\" is not a valid hostname; give host:port only");
    }
    Duration interval = duration("scrape interval", builder.get(Target.INTERVAL));
    Duration timeout = duration("scrape timeout", builder.get(Target.TIMEOUT));
    if (timeout.compareTo(interval) > 0) {
      throw new Refused(
          "scrape timeout cannot be greater than scrape interval (\"%s\" > \"%s\")"
              .formatted(builder.get(Target.TIMEOUT), builder.get(Target.INTERVAL)));
    }
    for (Label label : builder.build()) {
      if (label.name().startsWith("__meta_")) {
        builder.remove(label.name());
      }
      if (!ValidationScheme.isValidText(label.value())) {
        throw new Refused("invalid label value for \"" + label.name() + "\"");
      }
    }
    try {
      HistogramRules.of(config, builder.build());
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
    if (builder.get("instance").isEmpty()) {
      builder.set("instance", address);
    }
    Target target = Target.of(config, builder.build(), discovered, interval, timeout);
    checkUrl(target);
    return target;
  }

  private static Duration duration(String what, String text) throws Refused {
    Duration duration;
    try {
      duration = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Refused("error parsing " + what + ": " + e.getMessage());
    }
    if (duration.isZero()) {
      throw new Refused(what + " cannot be 0");
    }
    return duration;
  }

  private static void checkUrl(Target target) throws Refused {
    if (target.inProcess()) {
      return;
    }
    String scheme = target.labels().get(Target.SCHEME);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new Refused("unsupported scheme \"" + scheme + "\"; it is http or https");
    }
    try {
      if (Urls.host(URI.create(target.url())) == null) {
        throw new Refused("\"" + target.address() + "\" is not a valid host and port");
      }
    } catch (IllegalArgumentException e) {
      throw new Refused("the URL " + target.url() + " is not valid: " + e.getMessage());
    }
  }
}
