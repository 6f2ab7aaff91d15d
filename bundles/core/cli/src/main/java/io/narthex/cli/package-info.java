// SPDX-License-Identifier: Apache-2.0
/**
 * The commands beside the server: {@code narthex check config}, {@code narthex query instant}, and
 * so on. They run on a plain class path, without the OSGi framework, and ask a running server by
 * HTTP.
 */
@NullMarked
package io.narthex.cli;

import org.jspecify.annotations.NullMarked;
