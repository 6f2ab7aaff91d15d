// SPDX-License-Identifier: Apache-2.0
package io.narthex.httpclient.internal.tls;

import io.narthex.spi.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The settings and texts of a TLS client as they are just now: equal when nothing changed.
 *
 * @param ca PEM of the authorities to trust, or null for those of the Java runtime
 * @param caOrigin where it is from, for messages
 * @param cert PEM of the client's certificate and of those that signed it, or null
 * @param certOrigin where it is from
 * @param key PEM of the client's key, or null
 * @param keyOrigin where it is from
 * @param serverName the name to ask for and to verify, or null for the host's
 * @param insecure whether any certificate is accepted
 * @param least the least version, 0 for 1.0 to 3 for 1.3
 * @param most the highest version
 */
public record TlsMaterial(
    @Nullable String ca,
    String caOrigin,
    @Nullable String cert,
    String certOrigin,
    @Nullable Secret key,
    String keyOrigin,
    @Nullable String serverName,
    boolean insecure,
    int least,
    int most) {}
