// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * By what one sees that a file has changed.
 *
 * @param size its length in bytes
 * @param modified when it was written last
 * @param fileKey which file it is (the inode), so that a replacement of equal age and size shows
 */
record JarStamp(long size, FileTime modified, @Nullable Object fileKey) {

  static JarStamp of(BasicFileAttributes attributes) {
    return new JarStamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }
}
