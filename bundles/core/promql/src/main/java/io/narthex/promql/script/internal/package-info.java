// SPDX-License-Identifier: Apache-2.0

/**
 * The parts of the script runner: the language's parser, the series notation, the storage in memory
 * that scripts load into, and the comparison of results with upstream's tolerance.
 */
@NullMarked
package io.narthex.promql.script.internal;

import org.jspecify.annotations.NullMarked;
