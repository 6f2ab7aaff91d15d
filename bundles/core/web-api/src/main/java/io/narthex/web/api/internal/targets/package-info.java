// SPDX-License-Identifier: Apache-2.0
/** Endpoints about what is scraped. */
@NullMarked
package io.narthex.web.api.internal.targets;

import org.jspecify.annotations.NullMarked;
