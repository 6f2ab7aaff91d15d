// SPDX-License-Identifier: Apache-2.0

/**
 * The SPI of PromQL functions that plug-ins add. They are outside the standard: a query that uses
 * one runs only where the plug-in is installed, and every list of functions says so.
 *
 * <p>A function has a name, typed arguments, and a kernel. The engine reads the series of the
 * argument that is a vector, and hands each to the kernel as columns: timestamps, values, and the
 * bounds of each step's window in them. The kernel fills one array with a value for each step. So
 * there is no object per sample, and a function of a plug-in costs what one of the standard costs.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.spi.promql;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
