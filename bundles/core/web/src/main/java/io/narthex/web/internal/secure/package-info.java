// SPDX-License-Identifier: Apache-2.0

/** TLS, users and headers of the listener: the file of {@code --web.config.file}, served. */
@NullMarked
package io.narthex.web.internal.secure;

import org.jspecify.annotations.NullMarked;
