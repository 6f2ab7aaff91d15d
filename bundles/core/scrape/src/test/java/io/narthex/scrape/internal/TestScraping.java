// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.httpclient.HttpClients;
import io.narthex.scrape.internal.append.ScrapeFeatures;
import io.narthex.scrape.internal.http.BufferPool;
import io.narthex.scrape.internal.http.JobClients;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/** A scrape manager with all that the product has around it but discoveries and storage. */
final class TestScraping {

  /** The version that targets are told. */
  static final String VERSION = "1.2.3";

  private TestScraping() {}

  static ScrapeContext context(StorageGate gate, FakeExporters exporters, ScrapeMetrics metrics) {
    return new ScrapeContext(
        gate,
        exporters,
        new JobClients(new HttpClients()),
        new BufferPool(System::nanoTime),
        metrics,
        new FailureLogs(),
        ScrapeFeatures.NONE,
        InstantSource.system(),
        new ScrapeTimer(),
        2,
        VERSION,
        ConcurrentHashMap.newKeySet());
  }

  static ScrapeManager manager(ScrapeContext context, DiscoveryStarter starter) {
    return new ScrapeManager(
        context, starter, GlobalUrls.of("myhost", "0.0.0.0:9090", ""), Duration.ofMillis(20));
  }
}
