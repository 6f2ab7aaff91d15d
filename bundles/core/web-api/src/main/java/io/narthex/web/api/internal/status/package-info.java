// SPDX-License-Identifier: Apache-2.0
/** Endpoints that tell how the server runs. */
@NullMarked
package io.narthex.web.api.internal.status;

import org.jspecify.annotations.NullMarked;
