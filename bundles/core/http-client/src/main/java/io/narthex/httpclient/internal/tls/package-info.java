// SPDX-License-Identifier: Apache-2.0

/** Certificates, keys and versions of TLS, from texts and files. */
@NullMarked
package io.narthex.httpclient.internal.tls;

import org.jspecify.annotations.NullMarked;
