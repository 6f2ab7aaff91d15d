// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import io.narthex.spi.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target that is scraped, as it is now.
 *
 * @param discoveredLabels its labels before relabelling
 * @param labels the labels that its series get
 * @param scrapePool the job's name
 * @param scrapeUrl where it is scraped; {@code exporter://<name>} for one inside this process
 * @param globalUrl the same as reached from outside: loopback hosts are replaced by this host's
 *     name
 * @param lastError why the last scrape failed, or empty
 * @param lastScrape when the last scrape began, or null
 * @param lastScrapeDuration how long it took, zero before the first
 * @param health how the last scrape went
 * @param scrapeInterval how often it is scraped
 * @param scrapeTimeout how long a scrape may take
 * @param failures the last scrapes that failed, the latest first
 */
public record ActiveTarget(
    Labels discoveredLabels,
    Labels labels,
    String scrapePool,
    String scrapeUrl,
    String globalUrl,
    String lastError,
    @Nullable Instant lastScrape,
    Duration lastScrapeDuration,
    TargetHealth health,
    Duration scrapeInterval,
    Duration scrapeTimeout,
    List<ScrapeFailure> failures) {}
