// SPDX-License-Identifier: Apache-2.0
/** Keeps configurations with broken rule files from being put in force. */
@NullMarked
package io.narthex.rules.internal;

import org.jspecify.annotations.NullMarked;
