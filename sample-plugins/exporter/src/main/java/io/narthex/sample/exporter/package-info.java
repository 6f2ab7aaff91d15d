// SPDX-License-Identifier: Apache-2.0
/** A sample exporter: how many files a folder holds, and how large they are. */
@NullMarked
package io.narthex.sample.exporter;

import org.jspecify.annotations.NullMarked;
