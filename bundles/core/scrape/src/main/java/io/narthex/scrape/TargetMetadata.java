// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;

/**
 * What a target says of a metric family.
 *
 * @param target the target's labels
 * @param metadata the family
 */
public record TargetMetadata(Labels target, MetricMetadata metadata) {}
