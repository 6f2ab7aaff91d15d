// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of the kernels: reading an exposed body, appending rows, selecting and evaluating.
 */
@NullMarked
package io.narthex.benchmarks;

import org.jspecify.annotations.NullMarked;
