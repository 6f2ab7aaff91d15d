// SPDX-License-Identifier: Apache-2.0

/**
 * The node exporter as a plug-in: metrics of the Linux machine that Narthex runs on, read from
 * {@code /proc} and {@code /sys}, with the names, labels and types of the Prometheus node exporter
 * 1.11, so that its dashboards and alerts work unchanged.
 */
@NullMarked
package io.narthex.exporter.node;

import org.jspecify.annotations.NullMarked;
