// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of queries while they run and after: the list with cancel, the file that tells
 * after a crash which ones did not finish, the query log, and metrics.
 */
@NullMarked
package io.narthex.promql.internal.activity;

import org.jspecify.annotations.NullMarked;
