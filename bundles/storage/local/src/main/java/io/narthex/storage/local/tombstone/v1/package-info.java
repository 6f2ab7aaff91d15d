// SPDX-License-Identifier: Apache-2.0

/** Which samples were deleted, and the first version of the file that says so. */
@NullMarked
package io.narthex.storage.local.tombstone.v1;

import org.jspecify.annotations.NullMarked;
