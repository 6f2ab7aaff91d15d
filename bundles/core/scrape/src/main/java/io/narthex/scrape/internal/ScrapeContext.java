// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.exporters.ExporterInstances;
import io.narthex.scrape.internal.append.ScrapeFeatures;
import io.narthex.scrape.internal.http.BufferPool;
import io.narthex.scrape.internal.http.JobClients;
import java.time.InstantSource;
import java.util.Set;

/**
 * What all loops share.
 *
 * @param storage where samples go
 * @param exporters the exporters inside this process
 * @param clients HTTP clients
 * @param buffers buffers for bodies
 * @param metrics what is counted
 * @param failures where failed scrapes are logged for jobs that ask for it
 * @param features what is switched on beside
 * @param clock tells the time
 * @param timer wakes the loops
 * @param version the server's version
 * @param running all loops that have not ended yet, also those that only wait to end their series
 */
record ScrapeContext(
    StorageGate storage,
    ExporterInstances exporters,
    JobClients clients,
    BufferPool buffers,
    ScrapeMetrics metrics,
    FailureLogs failures,
    ScrapeFeatures features,
    InstantSource clock,
    ScrapeTimer timer,
    String version,
    Set<ScrapeLoop> running) {}
