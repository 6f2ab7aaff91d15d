// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.scrape.internal.append.HistogramRules;
import io.narthex.spi.config.Durations;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A target after relabelling.
 *
 * @param labels all labels but {@code __meta_*}, those with {@code __} in front too
 * @param shown the labels that its series get
 * @param discovered the labels before relabelling
 * @param url where it is scraped
 * @param interval how often
 * @param timeout how long a scrape may take
 */
record Target(
    Labels labels,
    Labels shown,
    Labels discovered,
    String url,
    Duration interval,
    Duration timeout) {

  /** The scheme of exporters inside this process; the address is the instance's name. */
  static final String IN_PROCESS = "exporter";

  static final String ADDRESS = "__address__";
  static final String SCHEME = "__scheme__";
  static final String PATH = "__metrics_path__";
  static final String INTERVAL = "__scrape_interval__";
  static final String TIMEOUT = "__scrape_timeout__";
  static final String PARAM_PREFIX = "__param_";

  /** The path of a socket to connect to instead of the address. */
  static final String UNIX_SOCKET = "__unix_socket__";

  /** What may change under a running loop. */
  private static final Set<String> SETTINGS =
      Set.of(
          INTERVAL,
          TIMEOUT,
          HistogramRules.NATIVE_LABEL,
          HistogramRules.CLASSIC_LABEL,
          HistogramRules.CUSTOM_LABEL);

  /**
   * What makes a target the same one: when it is scraped and what becomes of its histograms may
   * change under a running loop.
   *
   * @param labels the labels without those settings
   * @param url where it is scraped
   */
  record Key(Labels labels, String url) {}

  static Target of(
      ScrapeConfig config, Labels labels, Labels discovered, Duration interval, Duration timeout) {
    return new Target(
        labels,
        labels.keep(name -> !name.startsWith("__")),
        discovered,
        url(config, labels),
        interval,
        timeout);
  }

  Key key() {
    return new Key(labels.keep(name -> !SETTINGS.contains(name)), url);
  }

  boolean inProcess() {
    return labels.get(SCHEME).equals(IN_PROCESS);
  }

  String address() {
    return labels.get(ADDRESS);
  }

  /** Returns the socket to connect to instead of the address, or null. */
  @Nullable Path unixSocket() {
    String path = labels.get(UNIX_SOCKET);
    return path.isEmpty() ? null : Path.of(path);
  }

  private static String url(ScrapeConfig config, Labels labels) {
    String scheme = labels.get(SCHEME);
    String address = labels.get(ADDRESS);
    if (scheme.equals(IN_PROCESS)) {
      return scheme + "://" + address;
    }
    Map<String, List<String>> params = new TreeMap<>();
    config.params().forEach((name, values) -> params.put(name, new ArrayList<>(values)));
    for (Label label : labels) {
      if (label.name().startsWith(PARAM_PREFIX)) {
        List<String> values =
            params.computeIfAbsent(
                label.name().substring(PARAM_PREFIX.length()), name -> new ArrayList<>());
        if (values.isEmpty()) {
          values.add(label.value());
        } else {
          values.set(0, label.value());
        }
      }
    }
    String path = labels.get(PATH);
    StringBuilder url = new StringBuilder(scheme).append("://").append(address);
    if (!path.startsWith("/")) {
      url.append('/');
    }
    url.append(UrlText.path(path));
    char joint = '?';
    for (Map.Entry<String, List<String>> entry : params.entrySet()) {
      for (String value : entry.getValue()) {
        url.append(joint).append(UrlText.query(entry.getKey()));
        url.append('=').append(UrlText.query(value));
        joint = '&';
      }
    }
    return url.toString();
  }

  /** Puts in what a job says of all its targets, where a target does not say otherwise. */
  static Labels discovered(ScrapeConfig config, Labels own, Labels group) {
    LabelsBuilder builder = group.toBuilder();
    own.forEach(label -> builder.set(label.name(), label.value()));
    setDefault(builder, "job", config.jobName());
    setDefault(builder, INTERVAL, Durations.format(config.scrapeInterval()));
    setDefault(builder, TIMEOUT, Durations.format(config.scrapeTimeout()));
    setDefault(builder, PATH, config.metricsPath());
    setDefault(builder, SCHEME, config.scheme());
    setDefault(builder, HistogramRules.NATIVE_LABEL, config.scrapeNativeHistograms());
    setDefault(builder, HistogramRules.CLASSIC_LABEL, config.alwaysScrapeClassicHistograms());
    setDefault(builder, HistogramRules.CUSTOM_LABEL, config.convertClassicHistogramsToNhcb());
    config
        .params()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                setDefault(builder, PARAM_PREFIX + name, values.getFirst());
              }
            });
    return builder.build();
  }

  private static void setDefault(LabelsBuilder builder, String name, boolean value) {
    setDefault(builder, name, Boolean.toString(value));
  }

  private static void setDefault(LabelsBuilder builder, String name, String value) {
    if (builder.get(name).isEmpty()) {
      builder.set(name, value);
    }
  }
}
