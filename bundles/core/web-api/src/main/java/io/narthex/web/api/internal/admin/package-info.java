// SPDX-License-Identifier: Apache-2.0
/** Endpoints that change stored data; switched on by a flag. */
@NullMarked
package io.narthex.web.api.internal.admin;

import org.jspecify.annotations.NullMarked;
