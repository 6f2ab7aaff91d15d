// SPDX-License-Identifier: Apache-2.0
/** A sample notifier: notifications become lines of JSON in a file. */
@NullMarked
package io.narthex.sample.notifier;

import org.jspecify.annotations.NullMarked;
