// SPDX-License-Identifier: Apache-2.0
/** A sample PromQL function: a mean that weighs newer samples more. */
@NullMarked
package io.narthex.sample.function;

import org.jspecify.annotations.NullMarked;
