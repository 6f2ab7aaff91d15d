// SPDX-License-Identifier: Apache-2.0
/**
 * The bundles of the distribution together in a real Felix, run in the test's own process by Pax
 * Exam.
 */
@NullMarked
package io.narthex.itests.container;

import org.jspecify.annotations.NullMarked;
