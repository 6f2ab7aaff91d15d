// SPDX-License-Identifier: Apache-2.0

/**
 * Runs scripts of upstream's PromQL test language: {@code load} series, {@code eval} expressions,
 * compare. Used by {@code narthex test promql} and by the engine's own tests. {@link
 * io.narthex.promql.script.ScriptRunner} is the entry; it takes the engine under test through
 * {@link io.narthex.promql.script.ScriptTarget}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.promql.script;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
