// SPDX-License-Identifier: Apache-2.0

/** The Authorization header: user and password, given credentials, tokens of an OAuth 2 server. */
@NullMarked
package io.narthex.httpclient.internal.auth;

import org.jspecify.annotations.NullMarked;
