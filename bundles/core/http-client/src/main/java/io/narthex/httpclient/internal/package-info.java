// SPDX-License-Identifier: Apache-2.0

/** The clients behind the API: redirects, headers, and the choice of a connection. */
@NullMarked
package io.narthex.httpclient.internal;

import org.jspecify.annotations.NullMarked;
