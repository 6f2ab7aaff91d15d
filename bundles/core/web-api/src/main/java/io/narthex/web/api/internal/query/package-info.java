// SPDX-License-Identifier: Apache-2.0
/** Endpoints that evaluate PromQL, and how its values look in JSON. */
@NullMarked
package io.narthex.web.api.internal.query;

import org.jspecify.annotations.NullMarked;
