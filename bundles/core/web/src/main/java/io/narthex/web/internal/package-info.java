// SPDX-License-Identifier: Apache-2.0
/** How the server listens and how it guards its endpoints. */
@NullMarked
package io.narthex.web.internal;

import org.jspecify.annotations.NullMarked;
