// SPDX-License-Identifier: Apache-2.0
/** One class for each command, and what they share. */
@NullMarked
package io.narthex.cli.internal;

import org.jspecify.annotations.NullMarked;
