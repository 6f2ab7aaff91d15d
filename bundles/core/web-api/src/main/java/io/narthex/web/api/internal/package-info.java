// SPDX-License-Identifier: Apache-2.0
/**
 * What the endpoints have in common: how parameters are read, how answers are wrapped, and the
 * parts of the server that they ask.
 */
@NullMarked
package io.narthex.web.api.internal;

import org.jspecify.annotations.NullMarked;
