// SPDX-License-Identifier: Apache-2.0
/** {@code query}: asks a running server through its HTTP API and prints what it says. */
@NullMarked
package io.narthex.cli.internal.query;

import org.jspecify.annotations.NullMarked;
