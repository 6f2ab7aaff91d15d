// SPDX-License-Identifier: Apache-2.0
/**
 * Functions that plug-ins bring: {@link io.narthex.promql.internal.plugin.PluginFunctions} follows
 * them as they come and go, and {@link io.narthex.promql.internal.plugin.PluginFunctionOperator}
 * runs one.
 *
 * <p>Foreign code never runs on the engine's own threads. The series that a thread of the engine
 * reads are copied into a block; a full block is computed in one guarded call with a deadline, and
 * its results are pushed on. So a call costs little per series, and one that hangs takes no core of
 * the engine with it.
 */
@NullMarked
package io.narthex.promql.internal.plugin;

import org.jspecify.annotations.NullMarked;
