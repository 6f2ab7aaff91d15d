// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

/** Says what the server does besides the warm-up. */
@FunctionalInterface
interface LoadMeter {

  /** Returns CPU time by time since the last call, 1 for a whole core. */
  double share();
}
