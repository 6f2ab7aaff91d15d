// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code check} commands: each file is judged by itself by the server's own loaders, with one
 * closing line each.
 */
@NullMarked
package io.narthex.cli.internal.check;

import org.jspecify.annotations.NullMarked;
