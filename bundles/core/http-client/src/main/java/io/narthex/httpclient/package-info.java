// SPDX-License-Identifier: Apache-2.0

/**
 * Calls out over HTTP by the settings that Prometheus calls {@code http_config}: credentials, OAuth
 * 2, TLS, proxies, further headers, redirects, HTTP/2.
 *
 * <p>{@link io.narthex.httpclient.HttpClients}, an OSGi service, makes a {@link
 * io.narthex.httpclient.HttpClient} for each {@link io.narthex.config.model.HttpClientConfig}. A
 * caller blocks, best on a virtual thread, until the answer is whole or the time is up; what went
 * wrong is a {@link io.narthex.httpclient.HttpFailure} with a phase and a sentence for the
 * operator. Connections are kept and shared by all clients whose settings below the request (TLS,
 * proxy) are the same, for calls that are counted by the same {@link io.narthex.httpclient.Dialer}.
 *
 * <p>Files with secrets and certificates count as they are at the moment of a request. No secret
 * appears in a message, a log or a {@code toString}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.httpclient;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
