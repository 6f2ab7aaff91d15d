// SPDX-License-Identifier: Apache-2.0
/**
 * The server's configuration: what is in force, how it is reloaded, and how a part of it is bound
 * to a record.
 *
 * <p>YAML is composed by SnakeYAML to a tree of nodes that know their line and column, with anchors
 * and merge keys resolved; records are bound from that tree directly, because a data binder that
 * works on a token stream loses the positions that each message has to name.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
