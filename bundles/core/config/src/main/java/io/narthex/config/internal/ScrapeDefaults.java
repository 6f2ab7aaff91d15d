// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.model.EscapingScheme;
import io.narthex.config.model.GlobalConfig;
import io.narthex.config.model.ScrapeProtocol;
import io.narthex.config.model.ValidationScheme;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a job inherits from the {@code global} section.
 *
 * @param global the section
 * @param ownValidation whether the job names a validation scheme of its own
 * @param protobufFirst whether protobuf is asked for first also without native histograms
 */
record ScrapeDefaults(GlobalConfig global, boolean ownValidation, boolean protobufFirst)
    implements RecordBinder.Defaults {

  @Override
  public @Nullable Object valueOf(String component, Map<String, @Nullable Object> bound) {
    return switch (component) {
      case "scrapeInterval" -> global.scrapeInterval();
      case "scrapeTimeout" -> {
        Duration interval = (Duration) Objects.requireNonNull(bound.get("scrapeInterval"));
        yield global.scrapeTimeout().compareTo(interval) < 0 ? global.scrapeTimeout() : interval;
      }
      case "scrapeProtocols" -> {
        if (global.scrapeProtocols() != null) {
          yield global.scrapeProtocols();
        }
        yield protobufFirst || Boolean.TRUE.equals(bound.get("scrapeNativeHistograms"))
            ? ScrapeProtocol.PROTO_FIRST
            : ScrapeProtocol.DEFAULT;
      }
      case "scrapeNativeHistograms" -> global.scrapeNativeHistograms();
      case "alwaysScrapeClassicHistograms" -> global.alwaysScrapeClassicHistograms();
      case "convertClassicHistogramsToNhcb" -> global.convertClassicHistogramsToNhcb();
      case "extraScrapeMetrics" -> global.extraScrapeMetrics();
      case "scrapeFailureLogFile" -> global.scrapeFailureLogFile();
      case "bodySizeLimit" -> global.bodySizeLimit();
      case "sampleLimit" -> global.sampleLimit();
      case "targetLimit" -> global.targetLimit();
      case "labelLimit" -> global.labelLimit();
      case "labelNameLengthLimit" -> global.labelNameLengthLimit();
      case "labelValueLengthLimit" -> global.labelValueLengthLimit();
      case "keepDroppedTargets" -> global.keepDroppedTargets();
      case "metricNameValidationScheme" -> global.metricNameValidationScheme();
      case "metricNameEscapingScheme" -> {
        if (!ownValidation) {
          yield global.metricNameEscapingScheme();
        }
        yield bound.get("metricNameValidationScheme") == ValidationScheme.LEGACY
            ? EscapingScheme.UNDERSCORES
            : EscapingScheme.ALLOW_UTF8;
      }
      default -> null;
    };
  }
}
