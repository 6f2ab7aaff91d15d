// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.ConfigNode;
import io.narthex.config.Inline;
import io.narthex.config.InvalidKeyException;
import io.narthex.config.KeySuffix;
import io.narthex.config.Unsigned;
import io.narthex.config.relabel.RelabelRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code scrape_configs}, with what it inherits from {@link GlobalConfig} filled in.
 *
 * @param jobName the job's name, unique
 * @param honorLabels whether a scraped label wins over the target's
 * @param honorTimestamps whether timestamps in the exposition count
 * @param trackTimestampsStaleness whether series with own timestamps get stale markers
 * @param params URL parameters
 * @param scrapeInterval how often, positive
 * @param scrapeTimeout how long a scrape may take, at most the interval
 * @param scrapeNativeHistograms whether native histograms are taken
 * @param scrapeProtocols what to ask for, the most wanted first
 * @param fallbackScrapeProtocol what an answer without a known content type is taken for, or null
 * @param alwaysScrapeClassicHistograms whether classic histograms are taken beside native ones
 * @param convertClassicHistogramsToNhcb whether classic histograms become native ones
 * @param scrapeFailureLogFile where failed scrapes are logged, or null
 * @param metricsPath the URL's path
 * @param scheme http or https
 * @param enableCompression whether compressed bodies are asked for
 * @param scrapeCompressions which compressions then, the most wanted first; ours
 * @param bodySizeLimit the most bytes of an uncompressed body, 0 for no limit
 * @param sampleLimit the most samples of a scrape, 0 for no limit
 * @param sampleLimitAction what becomes of a scrape with more samples
 * @param targetLimit the most targets, 0 for no limit
 * @param labelLimit the most labels of a sample, 0 for no limit
 * @param labelNameLengthLimit the most bytes of a label name, 0 for no limit
 * @param labelValueLengthLimit the most bytes of a label value, 0 for no limit
 * @param nativeHistogramBucketLimit the most buckets of a native histogram, 0 for no limit
 * @param nativeHistogramMinBucketFactor the least growth from bucket to bucket
 * @param keepDroppedTargets how many dropped targets are kept to be shown, 0 for all
 * @param metricNameValidationScheme which names are valid
 * @param metricNameEscapingScheme which escaping is asked for
 * @param extraScrapeMetrics whether three further series are written for each scrape
 * @param http the HTTP client's settings
 * @param staticConfigs targets that are written out
 * @param discoveries entries of {@code <type>_sd_configs} by type, bound when the plug-in is there
 * @param relabelConfigs what becomes of targets
 * @param metricRelabelConfigs what becomes of samples
 */
public record ScrapeConfig(
    String jobName,
    boolean honorLabels,
    @Nullable Boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    Map<String, List<String>> params,
    Duration scrapeInterval,
    Duration scrapeTimeout,
    boolean scrapeNativeHistograms,
    List<ScrapeProtocol> scrapeProtocols,
    @Nullable ScrapeProtocol fallbackScrapeProtocol,
    boolean alwaysScrapeClassicHistograms,
    boolean convertClassicHistogramsToNhcb,
    @Nullable Path scrapeFailureLogFile,
    String metricsPath,
    String scheme,
    @Nullable Boolean enableCompression,
    List<ScrapeCompression> scrapeCompressions,
    ByteSize bodySizeLimit,
    @Unsigned long sampleLimit,
    SampleLimitAction sampleLimitAction,
    @Unsigned long targetLimit,
    @Unsigned long labelLimit,
    @Unsigned long labelNameLengthLimit,
    @Unsigned long labelValueLengthLimit,
    @Unsigned long nativeHistogramBucketLimit,
    double nativeHistogramMinBucketFactor,
    @Unsigned long keepDroppedTargets,
    ValidationScheme metricNameValidationScheme,
    EscapingScheme metricNameEscapingScheme,
    boolean extraScrapeMetrics,
    @Inline HttpClientConfig http,
    List<StaticConfig> staticConfigs,
    @KeySuffix("_sd_configs") Map<String, List<ConfigNode>> discoveries,
    List<RelabelRule> relabelConfigs,
    List<RelabelRule> metricRelabelConfigs) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public ScrapeConfig {
    http = http.withHttp2(true);
    if (jobName == null || jobName.isEmpty()) {
      throw new InvalidKeyException("job_name", "job_name is empty; give the job a name");
    }
    honorTimestamps = honorTimestamps == null || honorTimestamps;
    enableCompression = enableCompression == null || enableCompression;
    scrapeCompressions =
        scrapeCompressions == null ? ScrapeCompression.DEFAULT : List.copyOf(scrapeCompressions);
    ScrapeCompression.check(scrapeCompressions);
    params = Defaults.map(params);
    if (scrapeTimeout.compareTo(scrapeInterval) > 0) {
      throw new InvalidKeyException(
          "scrape_timeout",
          "scrape timeout greater than scrape interval for scrape config with job name \""
              + jobName
              + "\"; lower it");
    }
    scrapeProtocols = List.copyOf(scrapeProtocols);
    ScrapeProtocol.check(scrapeProtocols);
    sampleLimitAction = sampleLimitAction == null ? SampleLimitAction.FAIL : sampleLimitAction;
    metricsPath = metricsPath == null ? "/metrics" : metricsPath;
    scheme = scheme == null || scheme.isEmpty() ? "http" : scheme;
    bodySizeLimit = bodySizeLimit == null ? ByteSize.NONE : bodySizeLimit;
    if (metricNameEscapingScheme == EscapingScheme.ALLOW_UTF8
        && metricNameValidationScheme != ValidationScheme.UTF8) {
      throw new InvalidKeyException(
          "metric_name_escaping_scheme",
          "utf8 metric names requested but validation scheme is not set to UTF8");
    }
    staticConfigs = Defaults.list(staticConfigs);
    discoveries = Defaults.map(discoveries);
    relabelConfigs = Defaults.list(relabelConfigs);
    metricRelabelConfigs = Defaults.list(metricRelabelConfigs);
    if (relabelConfigs.isEmpty()) {
      StaticConfig.checkAddresses(staticConfigs);
    }
  }
}
