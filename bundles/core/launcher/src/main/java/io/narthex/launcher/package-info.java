// SPDX-License-Identifier: Apache-2.0
/**
 * The main program: reads the flags, sets up logging, and starts an OSGi framework with the bundles
 * that {@code features/*.json} name. It knows no other bundle; what the flags say reaches the
 * bundles as framework properties {@code narthex.<flag>}.
 *
 * <p>It runs on the class path (with the framework, logging and flag parser), not as a bundle.
 */
@NullMarked
package io.narthex.launcher;

import org.jspecify.annotations.NullMarked;
