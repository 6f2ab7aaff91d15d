// SPDX-License-Identifier: Apache-2.0
/** Tests of functions that plug-ins bring. */
@NullMarked
package io.narthex.promql.internal.plugin;

import org.jspecify.annotations.NullMarked;
