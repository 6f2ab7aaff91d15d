// SPDX-License-Identifier: Apache-2.0

/**
 * Discovery by files, {@code file_sd_configs}: target groups in YAML or JSON that other programs
 * write.
 *
 * <p>Files are read at once when the operating system reports a change in one of their folders, and
 * every {@code refresh_interval} besides, because such reports can get lost and network file
 * systems send none. Each folder is watched as a whole: editors and Kubernetes replace files by
 * renaming, which never touches the watched name itself.
 *
 * <p>A file that cannot be read keeps the targets that it had; a file that is gone takes its
 * targets along.
 */
@NullMarked
package io.narthex.discovery.file;

import org.jspecify.annotations.NullMarked;
