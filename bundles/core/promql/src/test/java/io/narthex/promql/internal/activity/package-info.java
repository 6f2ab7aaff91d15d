// SPDX-License-Identifier: Apache-2.0
/** Tests of what is known of running and ended queries. */
@NullMarked
package io.narthex.promql.internal.activity;

import org.jspecify.annotations.NullMarked;
