// SPDX-License-Identifier: Apache-2.0
/** Tests of what operators share. */
@NullMarked
package io.narthex.promql.internal.execution;

import org.jspecify.annotations.NullMarked;
