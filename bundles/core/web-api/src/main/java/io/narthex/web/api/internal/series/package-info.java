// SPDX-License-Identifier: Apache-2.0
/** Endpoints about series and labels. */
@NullMarked
package io.narthex.web.api.internal.series;

import org.jspecify.annotations.NullMarked;
