// SPDX-License-Identifier: Apache-2.0
/**
 * Has queries compiled while nobody asks any. HotSpot optimises what has run some thousand times,
 * which would be in the middle of the first dashboards after a start (ADR 16).
 */
@NullMarked
package io.narthex.web.api.internal.warmup;

import org.jspecify.annotations.NullMarked;
