// SPDX-License-Identifier: Apache-2.0

/** The description of the API for machines, by OpenAPI. */
@NullMarked
package io.narthex.web.api.internal.openapi;

import org.jspecify.annotations.NullMarked;
