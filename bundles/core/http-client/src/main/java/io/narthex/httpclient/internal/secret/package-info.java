// SPDX-License-Identifier: Apache-2.0

/** Secrets as the settings give them: written out, or in files that are read when they are used. */
@NullMarked
package io.narthex.httpclient.internal.secret;

import org.jspecify.annotations.NullMarked;
