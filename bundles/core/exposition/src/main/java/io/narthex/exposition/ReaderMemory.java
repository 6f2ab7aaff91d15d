// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

/**
 * What the readers of one target's bodies remember from body to body, so that what is the same
 * again costs nothing but a comparison. Made by {@link ExpositionFormats#memory}; for one reader at
 * a time.
 */
public interface ReaderMemory {}
