// SPDX-License-Identifier: Apache-2.0

/**
 * Connections: Jetty's client, one for all calls with the same TLS and proxy, and what becomes of
 * its failures.
 */
@NullMarked
package io.narthex.httpclient.internal.transport;

import org.jspecify.annotations.NullMarked;
