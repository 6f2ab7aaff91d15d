// SPDX-License-Identifier: Apache-2.0
/**
 * The unpacked distribution as a user runs it: a process started by {@code bin/narthex}, asked over
 * HTTP, stopped by signals. {@link io.narthex.itests.distribution.Server} is that process.
 */
@NullMarked
package io.narthex.itests.distribution;

import org.jspecify.annotations.NullMarked;
