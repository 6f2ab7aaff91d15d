// SPDX-License-Identifier: Apache-2.0
/** Health, readiness, reload and the end of the process. */
@NullMarked
package io.narthex.web.api.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
