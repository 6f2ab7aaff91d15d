// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.transport;

import io.narthex.httpclient.internal.proxy.ProxyEndpoint;
import io.narthex.httpclient.internal.tls.TlsMaterial;
import org.jspecify.annotations.Nullable;

/**
 * What calls must have in common to share connections.
 *
 * @param tls certificates and versions, or null when no TLS is spoken
 * @param http2 whether HTTP/2 is offered
 * @param proxy where calls go through, or null
 */
public record TransportKey(
    @Nullable TlsMaterial tls, boolean http2, @Nullable ProxyEndpoint proxy) {}
