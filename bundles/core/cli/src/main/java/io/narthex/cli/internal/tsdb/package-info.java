// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code tsdb} commands: they open the data of a server that does not run, by its storage
 * engine's plug-in.
 */
@NullMarked
package io.narthex.cli.internal.tsdb;

import org.jspecify.annotations.NullMarked;
