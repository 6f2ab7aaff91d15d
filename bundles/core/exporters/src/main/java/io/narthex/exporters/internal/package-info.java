// SPDX-License-Identifier: Apache-2.0
/** The host of exporter plug-ins, its configuration file and its HTTP endpoint. */
@NullMarked
package io.narthex.exporters.internal;

import org.jspecify.annotations.NullMarked;
