// SPDX-License-Identifier: Apache-2.0
/** The server's own metrics, and stored samples in exposition formats. */
@NullMarked
package io.narthex.web.api.internal.metrics;

import org.jspecify.annotations.NullMarked;
