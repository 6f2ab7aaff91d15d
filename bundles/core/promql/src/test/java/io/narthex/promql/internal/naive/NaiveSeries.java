// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import io.narthex.spi.model.Labels;
import java.util.TreeMap;

/** A series with all its samples, stale markers included. */
record NaiveSeries(Labels labels, TreeMap<Long, Double> samples) {}
