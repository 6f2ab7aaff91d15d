// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

/**
 * An example observation attached to a sample.
 *
 * @param labels the exemplar's own labels, for instance a trace id
 * @param value the observed value
 * @param timestampMs when it was observed, in milliseconds
 */
public record Exemplar(Labels labels, double value, long timestampMs) {}
