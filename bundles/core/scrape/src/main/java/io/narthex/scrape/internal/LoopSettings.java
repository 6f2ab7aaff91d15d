// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;

/**
 * What a loop goes by; replaced as a whole between two scrapes.
 *
 * @param config the job
 * @param target the target
 * @param schedule when it is scraped
 * @param forcedError why it must not be scraped although it is a target, or empty
 */
record LoopSettings(ScrapeConfig config, Target target, Schedule schedule, String forcedError) {}
