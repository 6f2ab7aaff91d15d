// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.config.Unsigned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code global} section: what jobs inherit.
 *
 * @param scrapeInterval default 1m
 * @param scrapeTimeout default 10s, at most the interval
 * @param scrapeProtocols what to ask targets for, or null when not set
 * @param evaluationInterval default 1m
 * @param ruleQueryOffset how far rules look into the past
 * @param queryLogFile where queries are logged, or null
 * @param scrapeFailureLogFile where failed scrapes are logged, or null
 * @param externalLabels labels for outside systems, environment variables expanded; a value may be
 *     empty
 * @param bodySizeLimit the most bytes of a scrape, 0 for no limit
 * @param sampleLimit the most samples of a scrape, 0 for no limit
 * @param targetLimit the most targets of a job, 0 for no limit
 * @param labelLimit the most labels of a sample, 0 for no limit
 * @param labelNameLengthLimit the most bytes of a label name, 0 for no limit
 * @param labelValueLengthLimit the most bytes of a label value, 0 for no limit
 * @param keepDroppedTargets how many dropped targets of a job are kept to be shown, 0 for all
 * @param metricNameValidationScheme default utf8
 * @param metricNameEscapingScheme default by the validation scheme
 * @param scrapeNativeHistograms whether native histograms are taken
 * @param convertClassicHistogramsToNhcb whether classic histograms become native ones
 * @param alwaysScrapeClassicHistograms whether classic histograms are taken beside native ones
 * @param extraScrapeMetrics whether three further series are written for each scrape
 */
public record GlobalConfig(
    Duration scrapeInterval,
    Duration scrapeTimeout,
    @Nullable List<ScrapeProtocol> scrapeProtocols,
    Duration evaluationInterval,
    Duration ruleQueryOffset,
    @Nullable Path queryLogFile,
    @Nullable Path scrapeFailureLogFile,
    Map<String, String> externalLabels,
    ByteSize bodySizeLimit,
    @Unsigned long sampleLimit,
    @Unsigned long targetLimit,
    @Unsigned long labelLimit,
    @Unsigned long labelNameLengthLimit,
    @Unsigned long labelValueLengthLimit,
    @Unsigned long keepDroppedTargets,
    ValidationScheme metricNameValidationScheme,
    EscapingScheme metricNameEscapingScheme,
    boolean scrapeNativeHistograms,
    boolean convertClassicHistogramsToNhcb,
    boolean alwaysScrapeClassicHistograms,
    boolean extraScrapeMetrics) {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public GlobalConfig {
    scrapeInterval = Defaults.positive(scrapeInterval, MINUTE);
    evaluationInterval = Defaults.positive(evaluationInterval, MINUTE);
    ruleQueryOffset = ruleQueryOffset == null ? Duration.ZERO : ruleQueryOffset;
    if (scrapeTimeout != null && scrapeTimeout.compareTo(scrapeInterval) > 0) {
      throw new InvalidKeyException(
          "scrape_timeout", "global scrape timeout greater than scrape interval; lower it");
    }
    scrapeTimeout =
        Defaults.positive(
            scrapeTimeout,
            DEFAULT_TIMEOUT.compareTo(scrapeInterval) < 0 ? DEFAULT_TIMEOUT : scrapeInterval);
    if (scrapeProtocols != null) {
      scrapeProtocols = List.copyOf(scrapeProtocols);
      ScrapeProtocol.check(scrapeProtocols);
    }
    bodySizeLimit = bodySizeLimit == null ? ByteSize.NONE : bodySizeLimit;
    metricNameValidationScheme =
        metricNameValidationScheme == null ? ValidationScheme.UTF8 : metricNameValidationScheme;
    if (metricNameEscapingScheme == null) {
      metricNameEscapingScheme =
          switch (metricNameValidationScheme) {
            case UTF8 -> EscapingScheme.ALLOW_UTF8;
            case LEGACY -> EscapingScheme.UNDERSCORES;
          };
    }
    externalLabels =
        externalLabels == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(externalLabels));
    for (String name : externalLabels.keySet()) {
      if (!metricNameValidationScheme.isValidLabelName(name)) {
        throw new InvalidKeyException(
            "external_labels", "\"" + name + "\" is not a valid label name");
      }
    }
  }

  /** Returns the same with other external labels. */
  public GlobalConfig withExternalLabels(Map<String, String> labels) {
    return new GlobalConfig(
        scrapeInterval,
        scrapeTimeout,
        scrapeProtocols,
        evaluationInterval,
        ruleQueryOffset,
        queryLogFile,
        scrapeFailureLogFile,
        labels,
        bodySizeLimit,
        sampleLimit,
        targetLimit,
        labelLimit,
        labelNameLengthLimit,
        labelValueLengthLimit,
        keepDroppedTargets,
        metricNameValidationScheme,
        metricNameEscapingScheme,
        scrapeNativeHistograms,
        convertClassicHistogramsToNhcb,
        alwaysScrapeClassicHistograms,
        extraScrapeMetrics);
  }
}
