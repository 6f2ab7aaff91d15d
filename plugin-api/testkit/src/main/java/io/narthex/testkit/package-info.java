// SPDX-License-Identifier: Apache-2.0
/**
 * What an author of a plug-in tests with: a contract per kind, and fakes of what the host hands to
 * a plug-in.
 *
 * <p>Extend the contract of your kind, say how to make the plug-in, and run it with JUnit. Each
 * test in it stands for a sentence of the SPI's Javadoc that the host relies on. Beside them write
 * tests of what only your plug-in does, with the same fakes.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.narthex.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
