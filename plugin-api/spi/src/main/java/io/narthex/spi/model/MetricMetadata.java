// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

/**
 * What a target says of a metric family.
 *
 * @param family the family's name
 * @param type its type
 * @param unit its unit, or empty
 * @param help its help text, or empty
 */
public record MetricMetadata(String family, MetricType type, String unit, String help) {}
