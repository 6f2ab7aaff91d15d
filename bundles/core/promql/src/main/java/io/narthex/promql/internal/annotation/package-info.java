// SPDX-License-Identifier: Apache-2.0
/** Annotations: what a query wants to say besides its result, in upstream's words. */
@NullMarked
package io.narthex.promql.internal.annotation;

import org.jspecify.annotations.NullMarked;
