// SPDX-License-Identifier: Apache-2.0

/**
 * The delimited protobuf format: {@code io.prometheus.client.MetricFamily} messages, each behind
 * its length. It is read by hand, field by field, so that a sample costs no object, and written
 * from the snapshots of exporters inside this process.
 */
@NullMarked
package io.narthex.exposition.internal.proto;

import org.jspecify.annotations.NullMarked;
