// SPDX-License-Identifier: Apache-2.0
/** The YAML reader, the record binder, the redaction of secrets, and the service that reloads. */
@NullMarked
package io.narthex.config.internal;

import org.jspecify.annotations.NullMarked;
