// SPDX-License-Identifier: Apache-2.0
/**
 * Plays a running server against a real Prometheus that has the same samples. See {@link
 * io.narthex.promql.peer.PeerComparisonTest} for how to run it.
 */
@NullMarked
package io.narthex.promql.peer;

import org.jspecify.annotations.NullMarked;
