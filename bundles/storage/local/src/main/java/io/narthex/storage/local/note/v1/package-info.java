// SPDX-License-Identifier: Apache-2.0

/**
 * The first version of the files that keep what is said beside samples: exemplars and metadata.
 *
 * <p>{@link io.narthex.storage.local.note.v1.NoteLog} specifies the format.
 */
@NullMarked
package io.narthex.storage.local.note.v1;

import org.jspecify.annotations.NullMarked;
