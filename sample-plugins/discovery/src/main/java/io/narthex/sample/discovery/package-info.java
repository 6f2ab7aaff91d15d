// SPDX-License-Identifier: Apache-2.0
/** A sample discovery: the lines of a text file are the targets. */
@NullMarked
package io.narthex.sample.discovery;

import org.jspecify.annotations.NullMarked;
