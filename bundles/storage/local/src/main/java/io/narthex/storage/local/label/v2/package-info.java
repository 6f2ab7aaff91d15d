// SPDX-License-Identifier: Apache-2.0

/**
 * The second version of the label log's file format: pairs instead of symbols, and series that go.
 */
@NullMarked
package io.narthex.storage.local.label.v2;

import org.jspecify.annotations.NullMarked;
