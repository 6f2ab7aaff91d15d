// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import io.narthex.spi.model.Labels;

/**
 * A target that relabelling dropped.
 *
 * @param discoveredLabels its labels before relabelling
 * @param scrapePool the job's name
 * @param rule which entry of {@code relabel_configs} dropped it, from 0
 */
public record DroppedTarget(Labels discoveredLabels, String scrapePool, int rule) {}
