// SPDX-License-Identifier: Apache-2.0

/**
 * One class for each collector, and the reading of small kernel files that they share. An exporter
 * is collected by one thread at a time, so nothing here is locked and buffers are reused.
 */
@NullMarked
package io.narthex.exporter.node.internal;

import org.jspecify.annotations.NullMarked;
