// SPDX-License-Identifier: Apache-2.0

/** The first version of the label log's file format, which is read and no more written. */
@NullMarked
package io.narthex.storage.local.label.v1;

import org.jspecify.annotations.NullMarked;
